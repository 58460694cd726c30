package dev.atelier.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atelier.image.AdmissionFault;
import dev.atelier.image.Fault;
import dev.atelier.image.FaultException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk that is full or fails: said in our words, nothing torn, nothing left behind. */
class FullDiskTest {
  @TempDir private Path directory;
  private final BrokenDisk disk = new BrokenDisk();
  private World world;

  @BeforeEach
  void open() {
    world = new World(directory, disk);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"NOWHERE", "OVERWRITE"})
  void a_disk_that_fills_up_anywhere_is_told(BrokenDisk.Step step) {
    disk.failAt(step);

    assertThat(faultOfSealing())
        .isEqualTo(new AdmissionFault.Unavailable("the disk is full", seconds(30)));
    assertThat(directory.resolve("staged")).isEmptyDirectory();
    disk.failAt(BrokenDisk.Step.NOWHERE);
    assertThat(world.path(world.seal("hello").hash())).hasContent("hello");
  }

  @ParameterizedTest
  @EnumSource(names = {"WRITE", "FORCE", "MOVE"})
  void nothing_shows_under_a_hash_before_it_is_safe(BrokenDisk.Step step) throws IOException {
    disk.failAt(step);

    assertThat(faultOfSealing()).isInstanceOf(AdmissionFault.Unavailable.class);
    try (var files = Files.walk(directory.resolve("artifacts"))) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void a_file_is_forced_before_it_is_named_and_its_directory_after() {
    disk.done().clear();

    world.seal("hello");

    assertThat(disk.done())
        .containsSubsequence("CREATE", "WRITE", "FORCE", "MOVE", "FORCE_DIRECTORY")
        .endsWith("MOVE", "FORCE_DIRECTORY");
  }

  @ParameterizedTest
  @ValueSource(strings = {"No space left on device", "Disk quota exceeded"})
  void a_spent_quota_is_a_full_disk_too(String message) {
    disk.failWith(message);
    disk.failAt(BrokenDisk.Step.WRITE);

    assertThat(faultOfSealing())
        .isEqualTo(new AdmissionFault.Unavailable("the disk is full", seconds(30)));
  }

  @Test
  void another_failure_is_not_called_full() {
    disk.failWith("Input/output error");
    disk.failAt(BrokenDisk.Step.WRITE);

    assertThat(faultOfSealing())
        .isEqualTo(
            new AdmissionFault.Unavailable("the data directory cannot be used", seconds(30)));
  }

  @Test
  void too_little_free_space_is_noticed_within_a_second() {
    disk.free(1_000);
    assertThat(world.store().full()).isFalse();
    disk.free(999);
    assertThat(world.store().full()).as("looked less than a second ago").isFalse();

    world.advance(seconds(1));
    assertThat(world.store().full()).isTrue();
    disk.free(1_000);
    world.advance(seconds(1));
    assertThat(world.store().full()).isFalse();
  }

  private Fault faultOfSealing() {
    return catchThrowableOfType(FaultException.class, () -> world.seal("hello")).fault();
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }
}
