package dev.atelier.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One holder at a time; another process as the holder is in {@link CrashTest}. */
class DataDirectoryTest {
  @TempDir private Path parent;

  @Test
  void a_missing_directory_is_made() {
    var directory = parent.resolve("deep/data");
    try (var held = DataDirectory.lock(directory)) {
      assertThat(held.path()).isEqualTo(directory).isDirectory();
    }
  }

  @Test
  void a_second_holder_is_told_who_holds_it() {
    try (var _ = DataDirectory.lock(parent)) {
      assertThatThrownBy(() -> DataDirectory.lock(parent))
          .isInstanceOf(DataDirectoryInUseException.class)
          .hasMessageContaining("process " + ProcessHandle.current().pid())
          .hasMessageContaining("--data");
    }
  }

  @Test
  void it_can_be_held_again_when_let_go() {
    DataDirectory.lock(parent).close();
    DataDirectory.lock(parent).close();
  }
}
