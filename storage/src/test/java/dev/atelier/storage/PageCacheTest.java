package dev.atelier.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageCacheTest {
  /** File systems on a disk; a file of one in memory cannot be forgotten. */
  private static final Set<String> ON_DISK = Set.of("ext4", "xfs", "btrfs");

  private static final byte[] CONTENT = new byte[300_000];

  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = directory.resolve("picture");
    try (var out = new FileOutputStream(file.toFile())) {
      out.write(CONTENT);
      out.getFD().sync();
    }
  }

  @Test
  void what_was_read_once_does_not_stay_in_memory() throws IOException {
    assumeTrue(System.getProperty("os.name").equals("Linux"));
    assumeTrue(ON_DISK.contains(Files.getFileStore(file).type()));
    assertThat(inMemory()).isTrue();

    try (var in = new UncachedFile(file)) {
      assertThat(in.readAllBytes()).isEqualTo(CONTENT);
      assertThat(inMemory()).isTrue();
    }

    assertThat(inMemory()).isFalse();
    assertThat(file).hasBinaryContent(CONTENT);
  }

  @Test
  void a_file_that_is_gone_is_told_when_it_is_opened_and_not_later() throws IOException {
    try (var in = new UncachedFile(file)) {
      Files.delete(file);
      assertThat(in.readAllBytes()).isEqualTo(CONTENT);
    }
    assertThatThrownBy(() -> new UncachedFile(file)).isInstanceOf(NoSuchFileException.class);
  }

  private boolean inMemory() throws IOException {
    try (var channel = FileChannel.open(file)) {
      return channel.map(MapMode.READ_ONLY, 0, channel.size()).isLoaded();
    }
  }
}
