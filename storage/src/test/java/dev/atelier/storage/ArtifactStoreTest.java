package dev.atelier.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.image.ArtifactId;
import dev.atelier.image.ContentHash;
import dev.atelier.image.ImageSize;
import dev.atelier.image.TenantId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Staging, sealing, recording and finding. */
class ArtifactStoreTest {
  @TempDir private Path directory;
  private World world;

  /** An empty store. */
  World world(Path at) {
    return new World(at);
  }

  @BeforeEach
  void open() {
    world = world(directory);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void sealed_bytes_lie_under_their_hash() throws Exception {
    var sealed = world.seal("hello");

    assertThat(sealed.hash().hex())
        .isEqualTo("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
    assertThat(sealed.bytes()).isEqualTo(5);
    assertThat(world.path(sealed.hash()))
        .isEqualTo(directory.resolve("artifacts/2c").resolve(sealed.hash().hex()))
        .hasContent("hello");
    try (var in = world.store().open(sealed.hash())) {
      assertThat(in.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("hello");
    }
  }

  @Test
  void a_closed_file_that_was_not_sealed_is_gone() {
    Path path;
    try (var staged = world.store().stage()) {
      staged.write('x');
      path = staged.path();
      assertThat(path).hasContent("x");
    }

    assertThat(path).doesNotExist();
    assertThat(directory.resolve("artifacts"))
        .isDirectoryNotContaining(made -> !made.toFile().isDirectory());
  }

  @Test
  void a_sealed_file_takes_no_more_and_sealing_again_changes_nothing() {
    try (var staged = world.store().stage()) {
      staged.write('x');
      var sealed = staged.seal();

      assertThat(staged.seal()).isEqualTo(sealed);
      assertThatIllegalStateException().isThrownBy(() -> staged.write('y'));
      assertThatIllegalStateException().isThrownBy(staged::path);
    }
  }

  @Test
  void what_an_earlier_process_left_staged_is_cleared() throws Exception {
    var left = directory.resolve("staged/17");
    Files.writeString(left, "half");

    var _ = world.store(directory, Disk.REAL);

    assertThat(left).doesNotExist();
  }

  @Test
  void a_recorded_artifact_is_found_as_it_was_recorded() {
    var expires = Optional.of(world.now().plus(Duration.ofDays(1)));
    var sealed = world.seal("hello");
    var id = world.record(World.TENANT, sealed, expires);

    assertThat(world.find(id))
        .contains(
            new Artifact(
                id,
                World.TENANT,
                sealed.hash(),
                5,
                Optional.empty(),
                "image/png",
                Optional.of(new ImageSize(3, 2)),
                world.now(),
                expires));
    assertThat(id.value().version()).isEqualTo(7);
    assertThat(id.value().variant()).isEqualTo(2);
    assertThat(id.value().getMostSignificantBits() >>> 16).isEqualTo(world.now().toEpochMilli());
  }

  @Test
  void another_tenant_does_not_find_it() {
    var id = world.keep("hello", Optional.empty());

    assertThat(world.find(World.TENANT, id)).isPresent();
    assertThat(world.find(new TenantId("other"), id)).isEmpty();
  }

  @Test
  void an_unknown_artifact_is_not_found() {
    assertThat(world.find(new ArtifactId(new UUID(1, 2)))).isEmpty();
  }

  @Test
  void it_is_found_until_it_expires() {
    var id = world.keep("hello", Optional.of(world.now().plusSeconds(10)));

    world.advance(Duration.ofMillis(9_999));
    assertThat(world.find(id)).isPresent();
    world.advance(Duration.ofMillis(1));
    assertThat(world.find(id)).isEmpty();
  }

  @Test
  void its_expiry_can_be_put_off_and_lifted() {
    var id = world.keep("hello", Optional.of(world.now().plusSeconds(10)));

    world.keepUntil(id, Optional.of(world.now().plusSeconds(20)));
    world.advance(Duration.ofSeconds(15));
    assertThat(world.find(id)).isPresent();
    world.keepUntil(id, Optional.empty());
    world.advance(Duration.ofDays(9_999));
    assertThat(world.find(id)).isPresent();
  }

  @Test
  void bytes_that_are_gone_cannot_be_opened() {
    var hash = new ContentHash("0".repeat(64));

    assertThatThrownBy(() -> world.store().open(hash))
        .isInstanceOf(UncheckedIOException.class)
        .hasCauseInstanceOf(IOException.class);
  }
}
