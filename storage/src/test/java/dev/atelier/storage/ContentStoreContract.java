package dev.atelier.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.atelier.image.ContentHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is staged and sealed can be read, wherever it lies. */
abstract class ContentStoreContract {
  private static final ContentHash UNKNOWN = new ContentHash("0".repeat(64));

  @TempDir private Path directory;
  private World world;

  @BeforeEach
  void open() {
    world = world(directory);
  }

  @AfterEach
  void close() {
    world.close();
  }

  /** An empty one. */
  abstract World world(Path directory);

  World world() {
    return world;
  }

  @Test
  void sealed_bytes_are_known_by_their_hash() throws Exception {
    var sealed = world.seal("hello");

    assertThat(sealed.hash().hex())
        .isEqualTo("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
    assertThat(sealed.bytes()).isEqualTo(5);
    assertThat(world.read(sealed)).isEqualTo("hello");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_536, 65_537, 300_000, 2_000_000})
  void contents_of_any_size_are_read_in_every_way(int size) throws Exception {
    byte[] content = bytes(size);
    StoredBlob sealed = seal(content, 40_000);

    assertThat(sealed.hash()).isEqualTo(hash(content));
    assertThat(sealed.bytes()).isEqualTo(size);
    try (var in = world.store().content(sealed).open()) {
      assertThat(in.readAllBytes()).isEqualTo(content);
    }
    try (var file = world.store().content(sealed).file()) {
      assertThat(file.path()).hasBinaryContent(content);
    }
    try (var channel = world.store().content(sealed).channel()) {
      assertThat(channel.size()).isEqualTo(size);
      assertThat(read(channel, size)).isEqualTo(content);
      assertThat(channel.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 200_000})
  void a_content_is_read_from_any_position(int size) throws Exception {
    byte[] content = bytes(size);
    StoredBlob sealed = seal(content, 8_000);

    try (var channel = world.store().content(sealed).channel()) {
      for (int from : new int[] {size - 1, 0, size / 2, size / 2 + 10, 3}) {
        channel.position(from);
        int count = Math.min(10, size - from);
        byte[] expected = java.util.Arrays.copyOfRange(content, from, from + count);
        assertThat(read(channel, count)).as("from %d", from).isEqualTo(expected);
      }
      channel.position(size + 5L);
      assertThat(channel.read(ByteBuffer.allocate(1))).isEqualTo(-1);
      assertThatExceptionOfType(NonWritableChannelException.class)
          .isThrownBy(() -> channel.write(ByteBuffer.allocate(1)));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void whatever_blocks_are_written_make_the_same_content(long seed) throws Exception {
    var random = new Random(seed);
    byte[] content = bytes(random.nextInt(300_000));
    StoredBlob sealed;
    try (var staged = world.store().stage()) {
      for (int at = 0; at < content.length; ) {
        int length = Math.min(content.length - at, random.nextInt(1, 70_000));
        staged.write(content, at, length);
        at += length;
      }
      assertThat(staged.path()).hasBinaryContent(content);
      sealed = staged.seal();
    }

    assertThat(sealed.hash()).isEqualTo(hash(content));
    try (var in = world.store().content(sealed).open()) {
      assertThat(in.readAllBytes()).isEqualTo(content);
    }
  }

  @Test
  void nothing_is_left_staged_of_what_was_sealed_or_closed() throws Exception {
    StoredBlob sealed = seal(bytes(100_000), 10_000);
    try (var staged = world.store().stage()) {
      staged.write(bytes(100_000));
    }
    try (var file = world.store().content(sealed).file()) {
      assertThat(file.path()).exists();
    }

    assertThat(directory.resolve("staged")).isEmptyDirectory();
  }

  @Test
  void a_sealed_content_takes_no_more_and_sealing_again_changes_nothing() {
    try (var staged = world.store().stage()) {
      staged.write('x');
      var sealed = staged.seal();

      assertThat(staged.seal()).isEqualTo(sealed);
      assertThatIllegalStateException().isThrownBy(() -> staged.write('y'));
    }
  }

  @Test
  void what_is_handed_over_is_the_caller_s() throws Exception {
    Path path;
    try (var staged = world.store().stage()) {
      staged.write('x');
      path = staged.handOver();
      assertThatIllegalStateException().isThrownBy(staged::seal);
    }

    assertThat(path).hasContent("x");
    Files.delete(path);
  }

  @Test
  void the_same_content_may_be_sealed_many_times_at_once() throws Exception {
    var seals = new ArrayList<Callable<StoredBlob>>();
    for (int i = 0; i < 32; i++) {
      var content = "content " + i % 4;
      seals.add(() -> world.seal(content));
    }

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var done : threads.invokeAll(seals, 30, TimeUnit.SECONDS)) {
        assertThat(world.read(done.get())).startsWith("content ").hasSize(9);
      }
    }
  }

  @Test
  void an_interrupted_thread_can_still_seal() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var stillInterrupted =
          threads.submit(() -> {
            Thread.currentThread().interrupt();
            StoredBlob sealed = world.seal("hello");
            boolean interrupted = Thread.interrupted();
            assertThat(world.read(sealed)).isEqualTo("hello");
            return interrupted;
          });

      assertThat(stillInterrupted.get(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void an_artifact_is_read_by_its_row_and_by_its_hash() throws Exception {
    var id = world.keep("hello", Optional.empty());

    Artifact artifact = world.find(id).orElseThrow();
    try (var in = world.store().content(artifact).open()) {
      assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo("hello");
    }
    try (var in = world.store().open(artifact.hash())) {
      assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo("hello");
    }
  }

  @Test
  void bytes_that_are_nowhere_are_said_to_be_gone() {
    StoredContent nothing = world.store().content(UNKNOWN);

    assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(nothing::open);
    assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(nothing::channel);
    assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(nothing::file);
  }

  StoredBlob seal(byte[] content, int block) {
    try (var staged = world.store().stage()) {
      for (int at = 0; at < content.length; at += block) {
        staged.write(content, at, Math.min(block, content.length - at));
      }
      return staged.seal();
    }
  }

  static byte[] bytes(int size) {
    var content = new byte[size];
    new Random(size).nextBytes(content);
    return content;
  }

  static ContentHash hash(byte[] content) throws Exception {
    return new ContentHash(
        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
  }

  private static byte[] read(java.nio.channels.SeekableByteChannel channel, int count)
      throws IOException {
    var into = ByteBuffer.allocate(count);
    while (into.hasRemaining() && channel.read(into) >= 0) {
      // to the end
    }
    return java.util.Arrays.copyOf(into.array(), into.position());
  }
}
