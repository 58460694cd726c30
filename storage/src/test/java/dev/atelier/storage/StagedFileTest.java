package dev.atelier.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.image.FaultException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A large content goes to its file in whole blocks, and is whole whatever happens on the way. */
class StagedFileTest {
  private static final int BLOCK = 1_000;
  private static final StorageOptions OPTIONS =
      new StorageOptions(0, Duration.ofHours(1), new SegmentOptions(BLOCK, 5_000, 2 * BLOCK));

  @TempDir private Path directory;
  private final TornDisk disk = new TornDisk();
  private World world;

  @BeforeEach
  void open() {
    world = new World(directory, disk, OPTIONS);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void a_large_content_is_written_in_whole_blocks() throws Exception {
    byte[] content = bytes(3_500);

    try (var staged = world.store().stage()) {
      for (int at = 0; at < content.length; at += 70) {
        staged.write(content, at, 70);
      }
      assertThat(read(staged.seal())).isEqualTo(content);
    }

    assertThat(disk.written).containsExactly(BLOCK, BLOCK, BLOCK, 500);
  }

  @Test
  void a_content_that_finds_no_memory_is_written_as_it_comes() throws Exception {
    byte[] content = bytes(3_500);

    try (var first = world.store().stage();
        var second = world.store().stage();
        var third = world.store().stage()) {
      first.write(content, 0, BLOCK);
      second.write(content, 0, BLOCK);
      third.write(content, 0, 70);
      assertThat(disk.written).containsExactly(70);
      first.close();
      third.write(content, 70, content.length - 70);
      assertThat(read(third.seal())).isEqualTo(content);
    }
  }

  @Test
  void memory_is_given_back_whatever_becomes_of_a_content() throws Exception {
    for (int i = 0; i < 10; i++) {
      try (var sealed = world.store().stage();
          var shown = world.store().stage()) {
        sealed.write(bytes(2_500));
        sealed.seal();
        shown.write(bytes(2_500));
        assertThat(shown.path()).isRegularFile();
      }
      try (var kept = world.store().stage();
          var handed = world.store().stage()) {
        kept.write(bytes(2_500));
        handed.write(bytes(2_500));
        Files.delete(handed.handOver());
      }
    }

    try (var one = world.store().stage();
        var other = world.store().stage()) {
      one.write(bytes(BLOCK));
      other.write(bytes(BLOCK));
      assertThat(one.seal().slice()).isPresent();
      assertThat(other.seal().slice()).isPresent();
    }
  }

  @Test
  void what_is_only_handed_over_cannot_be_sealed() throws Exception {
    byte[] content = bytes(2_500);
    try (var staged = world.store().stageForHandOver()) {
      staged.write(content);
      assertThatThrownBy(staged::seal).isInstanceOf(IllegalStateException.class);
      Path path = staged.handOver();
      assertThat(path).hasBinaryContent(content);
      Files.delete(path);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 300, 1_000, 1_001, 1_400})
  void whoever_reads_on_sees_what_was_there_when_the_file_was_asked_for_and_then_whole_blocks(
      int before) throws Exception {
    byte[] content = bytes(2_600);

    try (var staged = world.store().stage()) {
      staged.write(content, 0, before);
      Path path = staged.path();
      assertThat(path).hasSize(before);
      for (int at = before; at < content.length; at += 100) {
        staged.write(content, at, Math.min(100, content.length - at));
        long there = staged.inFile();
        assertThat(there).isGreaterThanOrEqualTo(before).isGreaterThan(staged.bytes() - 1_101);
        assertThat(path).hasBinaryContent(Arrays.copyOf(content, Math.toIntExact(there)));
      }
      assertThat(staged.path()).hasBinaryContent(content);
      assertThat(staged.inFile()).isEqualTo(content.length);
      assertThat(read(staged.seal())).isEqualTo(content);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 250, 499})
  void what_a_full_disk_took_half_of_is_written_once(int torn) throws Exception {
    byte[] content = bytes(2_500);

    try (var staged = world.store().stage()) {
      staged.write(content);
      disk.tornAfter = torn;
      assertThatThrownBy(staged::seal).isInstanceOf(FaultException.class);
      disk.tornAfter = torn / 2;
      assertThatThrownBy(staged::path).isInstanceOf(FaultException.class);
      disk.tornAfter = -1;
      assertThat(read(staged.seal())).isEqualTo(content);
    }
  }

  private byte[] read(StoredBlob sealed) throws IOException {
    try (var in = world.store().content(sealed).open()) {
      return in.readAllBytes();
    }
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  /** A disk that can become full in the middle of a write. */
  private static final class TornDisk implements Disk {
    final List<Integer> written = new ArrayList<>();
    int tornAfter = -1;

    @Override
    public void write(FileOutputStream out, byte[] bytes, int offset, int length)
        throws IOException {
      if (tornAfter >= 0) {
        Disk.super.write(out, bytes, offset, Math.min(tornAfter, length));
        throw new IOException("No space left on device");
      }
      written.add(length);
      Disk.super.write(out, bytes, offset, length);
    }
  }
}
