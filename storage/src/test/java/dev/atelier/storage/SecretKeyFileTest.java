package dev.atelier.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the server's secret comes from, and the keys made of it. */
class SecretKeyFileTest {
  private static final String SECRET = "correct horse battery staple";
  private static final String OTHER = "another secret altogether";

  @TempDir private Path directory;

  @Test
  void a_secret_is_made_once_and_for_its_owner_only() throws Exception {
    var first = keys(Optional.empty());
    var file = directory.resolve("secret.key");

    assertThat(keys(Optional.empty())).isEqualTo(first);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(file).strip()).hasSizeGreaterThanOrEqualTo(43);
  }

  @Test
  void two_servers_have_two_secrets() {
    var first = keys(Optional.empty());
    var other = SecretKeyFile.loadOrCreate(directory.resolve("other"), Optional.empty());

    assertThat(ids(other.derive("links"))).isNotEqualTo(first);
  }

  @Test
  void the_environment_needs_no_file() {
    assertThat(keys(Optional.of(SECRET))).hasSize(1);
    assertThat(directory.resolve("secret.key")).doesNotExist();
  }

  @Test
  void secrets_rotate_in_the_environment() {
    assertThat(keys(Optional.of(OTHER + ", " + SECRET)))
        .containsExactly(keys(Optional.of(OTHER)).getFirst(), keys(Optional.of(SECRET)).getFirst());
  }

  @Test
  void what_the_file_holds_stays_valid_after_the_environment() {
    var fromFile = keys(Optional.empty()).getFirst();

    assertThat(keys(Optional.of(SECRET)))
        .containsExactly(new SecretKeys(List.of(SECRET)).derive("links").getFirst().id(), fromFile);
  }

  @Test
  void a_short_secret_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SecretKeyFile.loadOrCreate(directory, Optional.of("short")))
        .withMessageNotContaining("short,");
  }

  @Test
  void an_empty_variable_is_none() {
    assertThat(keys(Optional.of(" "))).hasSize(1);
    assertThat(directory.resolve("secret.key")).exists();
  }

  @Test
  void every_purpose_has_its_own_key_and_gets_it_again() {
    var secrets = new SecretKeys(List.of(SECRET));
    var links = secrets.derive("links").getFirst();
    var credentials = secrets.derive("credentials").getFirst();

    assertThat(links.bytes()).hasSize(32).isNotEqualTo(credentials.bytes());
    assertThat(links.id()).isNotEqualTo(credentials.id());
    assertThat(new SecretKeys(List.of(SECRET)).derive("links").getFirst().bytes())
        .isEqualTo(links.bytes());
  }

  @Test
  void a_key_does_not_print_itself() {
    var key = new SecretKeys(List.of(SECRET)).derive("links").getFirst();

    assertThat(key.toString()).doesNotContain(HexFormat.of().formatHex(key.bytes()));
  }

  private List<String> keys(Optional<String> environment) {
    return ids(SecretKeyFile.loadOrCreate(directory, environment).derive("links"));
  }

  private static List<String> ids(List<DerivedKey> keys) {
    return keys.stream().map(DerivedKey::id).toList();
  }
}
