package dev.atelier.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.server.AtelierServer;
import dev.atelier.server.PrintedCommand;
import dev.atelier.server.config.ServerConfig;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Backups that are not whole, and places that are not free, are refused; nothing is left there. */
class RestoreTest {
  private static final int REFUSED = 3;
  private static final int FAILED = 4;
  private static final String KEY = "a-key-for-the-backups";

  @TempDir private static Path made;
  private static Path data;

  @TempDir private Path directory;

  /** A data directory with a picture in a file, one in a segment, and a model. */
  @BeforeAll
  static void make() throws Exception {
    data = made.resolve("data");
    Files.createDirectories(data.resolve("models"));
    URL model =
        Objects.requireNonNull(
            RestoreTest.class.getResource("/dev/atelier/server/endurance/models/tiny-1.json"));
    Files.copy(Path.of(model.toURI()), data.resolve("models/tiny-1.json"));
    ServerConfig config =
        ServerConfig.load(
            Optional.empty(),
            Map.of(),
            Map.of("data", data.toString(), "port", "0", "admin-key", KEY));
    try (var server = AtelierServer.start(config);
        var client = HttpClient.newHttpClient()) {
      for (String size : List.of("64x64", "1024x1024")) {
        order(client, server.uri(), size);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_backup_that_is_not_whole_is_refused(Harm harm) throws Exception {
    Path backup = backup("backup");
    assertThat(restore(backup, "--check").code()).isZero();
    harm.doTo(backup);

    assertThat(restore(backup, "--check").code()).isEqualTo(REFUSED);
    assertThat(restore(backup).code()).isEqualTo(REFUSED);
    assertThat(left()).isEmpty();
  }

  @Test
  void a_file_that_was_cut_off_is_refused() throws Exception {
    Path backup = backup("backup.zip");
    assertThat(restore(backup, "--check").code()).isZero();
    Harm.cut(backup, Files.size(backup) / 2);

    assertThat(restore(backup, "--check").code()).isEqualTo(REFUSED);
    assertThat(restore(backup).code()).isEqualTo(REFUSED);
    assertThat(left()).isEmpty();
    assertThat(restore(directory.resolve("nothing")).code()).isEqualTo(REFUSED);
  }

  @Test
  void nothing_that_is_there_is_overwritten() throws Exception {
    Path backup = backup("backup");
    Files.createDirectories(target());
    Path note = Files.writeString(target().resolve("note.txt"), "mine");

    assertThat(restore(backup).code()).isEqualTo(REFUSED);
    assertThat(left()).containsExactly(note);
    assertThat(backUp(backup).code()).as("a backup over a backup").isEqualTo(REFUSED);
    assertThat(backUp(backup("backup.zip")).code()).isEqualTo(REFUSED);
    assertThat(backUp(data.resolve("backup")).code()).as("into itself").isEqualTo(REFUSED);
    Files.delete(note);
    assertThat(restore(backup).code()).isZero();
  }

  @Test
  void it_holds_what_it_says_and_only_its_owner_can_read_it() throws Exception {
    Path backup = backup("backup");

    assertThat(files(backup))
        .contains("atelier.db", "secret.key", "models/tiny-1.json", "manifest.json", "SHA256SUMS")
        .noneMatch(name -> name.contains("-wal") || name.startsWith("staged"))
        .anyMatch(name -> name.startsWith("artifacts/"))
        .anyMatch(name -> name.startsWith("segments/"));
    for (String name : List.of(".", "atelier.db", "secret.key", "manifest.json")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup.resolve(name))))
          .as(name)
          .endsWith("------");
    }
    PrintedCommand without = backUp(directory.resolve("without"), "--without-secret-key", "--json");
    assertThat(without.json().path("secret_key").asString()).isEqualTo("left out");
    assertThat(files(directory.resolve("without"))).doesNotContain("secret.key");
    assertThat(restore(directory.resolve("without")).code()).isZero();
  }

  @Test
  void a_directory_whose_restore_was_cut_off_is_not_used() throws Exception {
    Path backup = backup("backup");
    ServerConfig config =
        ServerConfig.load(Optional.empty(), Map.of(), Map.of("data", target().toString()));
    Path mark = target().resolve("restore-unfinished");

    new RestoreBackup(config).from(backup, _ -> assertThat(mark).exists());

    assertThat(mark).doesNotExist();
    List<String> keys = List.of("keys", "list", "--data", target().toString());
    assertThat(PrintedCommand.run(keys).code()).isZero();
    Files.createFile(mark);
    assertThat(PrintedCommand.run(keys).code()).isEqualTo(FAILED);
  }

  @Test
  void what_would_fill_the_disk_is_refused_and_leaves_nothing() {
    ServerConfig config =
        ServerConfig.load(Optional.empty(), Map.of(), Map.of("data", data.toString()));
    long kept = config.results().diskFreeMin();
    for (List<Long> rooms : List.of(List.of(0L), List.of(1L << 30, 0L))) { // rows, then pictures
      var left = new ArrayDeque<>(rooms);
      var backup = new WriteBackup(config, InstantSource.system(), _ -> kept + left.pop());

      assertThatThrownBy(() -> backup.to(target(), true, _ -> {}))
          .isInstanceOf(BackupRefusedException.class)
          .hasMessageContaining("too little room");
      assertThat(target()).isEmptyDirectory();
    }
  }

  @Test
  void a_directory_without_a_database_has_nothing_to_back_up() {
    Path empty = directory.resolve("empty");

    PrintedCommand run =
        PrintedCommand.run(List.of("backup", target().toString(), "--data", empty.toString()));

    assertThat(run.code()).isEqualTo(REFUSED);
    assertThat(empty).doesNotExist();
    assertThat(target()).doesNotExist();
  }

  private Path backup(String name) {
    assertThat(backUp(directory.resolve(name)).code()).isZero();
    return directory.resolve(name);
  }

  private static PrintedCommand backUp(Path to, String... more) {
    var words = new ArrayList<>(List.of("backup", to.toString(), "--data", data.toString()));
    words.addAll(List.of(more));
    return PrintedCommand.run(words);
  }

  private PrintedCommand restore(Path backup, String... more) {
    var words =
        new ArrayList<>(List.of("restore", backup.toString(), "--data", target().toString()));
    words.addAll(List.of(more));
    return PrintedCommand.run(words);
  }

  private Path target() {
    return directory.resolve("restored");
  }

  private List<Path> left() throws IOException {
    if (!Files.exists(target())) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(target())) {
      return all.toList();
    }
  }

  private static List<String> files(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile).map(root::relativize).map(Path::toString).toList();
    }
  }

  private static void order(HttpClient client, URI server, String size) throws Exception {
    String order = "{\"model\":\"tiny-1\",\"prompt\":\"a fox\",\"size\":\"%s\"}".formatted(size);
    var request =
        HttpRequest.newBuilder(server.resolve("/v1/images/generations"))
            .header("Authorization", "Bearer " + KEY)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(order))
            .build();
    assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(200);
  }
}
