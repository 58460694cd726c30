package dev.atelier.storage;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.image.FaultException;
import dev.atelier.image.TenantId;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small contents share a file, and are whole wherever they are read. */
@Timeout(60)
class SegmentsTest {
  private static final StorageOptions OPTIONS =
      new StorageOptions(0, Duration.ofHours(1), new SegmentOptions(1_000, 5_000, 20_000));

  @TempDir private Path directory;
  private final BrokenDisk disk = new BrokenDisk();
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
  void small_contents_follow_each_other_in_one_file() throws Exception {
    var hello = world.seal("hello");
    var empty = world.seal("");

    assertThat(hello.slice()).contains(new SegmentSlice(1, 16));
    assertThat(empty.slice()).contains(new SegmentSlice(1, 16 + 52 + 5));
    assertThat(directory.resolve("segments/00000001.seg")).hasSize(16 + 52 + 5 + 52);
    assertThat(read(hello)).isEqualTo("hello");
    assertThat(read(empty)).isEmpty();
    assertThat(directory.resolve("staged")).isEmptyDirectory();
  }

  @Test
  void a_record_is_written_as_it_is_described() throws Exception {
    world.seal("hello");

    var in = ByteBuffer.wrap(Files.readAllBytes(directory.resolve("segments/00000001.seg")));
    byte[] magic = new byte[8];
    in.get(magic);
    assertThat(magic).isEqualTo("AtelSeg\u0001".getBytes(StandardCharsets.US_ASCII));
    assertThat(in.getLong()).isZero();
    assertThat(in.getInt()).isEqualTo(0x41526563);
    assertThat(in.getInt()).isEqualTo(5);
    assertThat(in.getLong()).isEqualTo(world.now().toEpochMilli());
    assertThat(in.get()).isEqualTo((byte) 0x2c);
  }

  @Test
  void an_ordinary_small_content_touches_no_file_of_its_own() {
    world.seal("first");
    disk.done().clear();

    world.seal("second");

    assertThat(disk.done()).containsExactly("WRITE", "FORCE");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 999, 1_000, 1_001, 70_000})
  void whatever_its_size_a_content_is_read_as_it_was_written(int size) throws Exception {
    var text = "x".repeat(size);

    var sealed = world.seal(text);

    assertThat(sealed.slice().isPresent()).isEqualTo(size <= 1_000);
    var id = world.record(World.TENANT, sealed, Optional.empty());
    var content = world.store().content(world.find(id).orElseThrow());
    try (var in = content.open();
        var channel = content.channel();
        var file = content.file()) {
      assertThat(in.readAllBytes()).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
      assertThat(channel.size()).isEqualTo(size);
      assertThat(file.path()).hasContent(text);
      channel.position(size / 2);
      var half = ByteBuffer.allocate(size + 1);
      for (int count = 0; count >= 0; ) {
        count = channel.read(half);
      }
      assertThat(half.position()).isEqualTo(size - size / 2);
    }
    assertThat(directory.resolve("staged")).isEmptyDirectory();
  }

  @Test
  void a_full_segment_is_followed_by_another() {
    var slices = new ArrayList<Long>();
    for (int i = 0; i < 12; i++) {
      slices.add(world.seal("y".repeat(900)).slice().orElseThrow().segment());
    }

    assertThat(slices).containsExactly(1L, 1L, 1L, 1L, 1L, 2L, 2L, 2L, 2L, 2L, 3L, 3L);
  }

  @Test
  void a_start_begins_a_new_segment_and_finds_the_old_ones() throws Exception {
    var before = world.seal("before");
    world.record(World.TENANT, before, Optional.empty());
    world.restart(directory, disk);

    var after = world.seal("after");

    assertThat(after.slice()).contains(new SegmentSlice(2, 16));
    assertThat(read(before)).isEqualTo("before");
  }

  @Test
  void a_number_that_a_row_names_is_not_used_again() throws Exception {
    var lost = world.seal("lost");
    world.record(World.TENANT, lost, Optional.empty());
    Files.delete(directory.resolve("segments/00000001.seg"));
    world.restart(directory, disk);

    assertThat(world.seal("new").slice()).contains(new SegmentSlice(2, 16));
    assertThatThrownBy(() -> read(lost)).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void only_its_hash_need_be_known() throws Exception {
    var sealed = world.seal("input");
    world.record(World.TENANT, sealed, Optional.empty());

    try (var in = world.store().open(sealed.hash())) {
      assertThat(in.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("input");
    }
  }

  @Test
  void who_refers_to_a_content_shares_its_record() {
    var found = world.keep("input", Optional.empty());

    Artifact reference =
        world
            .write(tx -> world.store().reference(tx, World.TENANT, found, Optional.empty()))
            .orElseThrow();

    assertThat(reference.slice()).isPresent().isEqualTo(world.find(found).orElseThrow().slice());
  }

  @Test
  void a_path_has_all_whenever_it_is_asked_for_and_goes_when_it_is_sealed() {
    Path path;
    try (var staged = world.store().stage()) {
      staged.write("abc".getBytes(StandardCharsets.UTF_8));
      path = staged.path();
      assertThat(path).hasContent("abc");
      staged.write('d');
      assertThat(staged.path()).hasContent("abcd");
      assertThat(staged.seal().slice()).isPresent();
    }

    assertThat(path).doesNotExist();
  }

  @Test
  void what_is_handed_over_is_a_file() {
    Path path;
    try (var staged = world.store().stage()) {
      staged.write('x');
      path = staged.handOver();
    }

    assertThat(path).hasContent("x");
  }

  @Test
  void what_finds_no_room_in_memory_is_a_file() throws Exception {
    var staged = new ArrayList<StagedFile>();
    for (int i = 0; i < 30; i++) {
      staged.add(world.store().stage());
      staged.getLast().write(new byte[900]);
    }

    var slices = staged.stream().filter(one -> one.seal().slice().isPresent()).count();

    assertThat(slices).isEqualTo(20);
    assertThat(world.seal("room again").slice()).isPresent();
  }

  @ParameterizedTest
  @EnumSource(names = {"CREATE", "WRITE", "FORCE", "FORCE_DIRECTORY"})
  void a_disk_that_fails_is_told_and_what_is_staged_can_be_sealed_later(BrokenDisk.Step step)
      throws Exception {
    try (var staged = world.store().stage()) {
      staged.write("hello".getBytes(StandardCharsets.UTF_8));
      disk.failAt(step);
      assertThatThrownBy(staged::seal).isInstanceOf(FaultException.class);
      assertThat(directory.resolve("segments")).isEmptyDirectory();

      disk.failAt(BrokenDisk.Step.NOWHERE);
      assertThat(read(staged.seal())).isEqualTo("hello");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"WRITE", "FORCE"})
  void a_segment_that_failed_once_is_never_written_again(BrokenDisk.Step step) throws Exception {
    var before = world.seal("before");
    disk.failAt(step);
    assertThatThrownBy(() -> world.seal("lost")).isInstanceOf(FaultException.class);
    disk.failAt(BrokenDisk.Step.NOWHERE);

    var after = world.seal("after");

    assertThat(after.slice().orElseThrow().segment()).isEqualTo(2);
    assertThat(read(before)).isEqualTo("before");
    assertThat(read(after)).isEqualTo("after");
  }

  @Test
  void those_who_wait_share_one_force() throws Exception {
    var forces = new AtomicInteger();
    var firstRuns = new CountDownLatch(1);
    var firstMayEnd = new CountDownLatch(1);
    world.restart(
        directory,
        new Disk() {
          @Override
          public void force(FileOutputStream out) throws IOException {
            if (forces.incrementAndGet() == 1) {
              firstRuns.countDown();
              awaitOf(firstMayEnd);
            }
            Disk.super.force(out);
          }
        });
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new ArrayList<Future<StoredBlob>>();
      all.add(threads.submit(() -> world.seal("0")));
      assertThat(firstRuns.await(20, SECONDS)).isTrue();
      for (int i = 1; i <= 15; i++) {
        var text = Integer.toString(i);
        all.add(threads.submit(() -> world.seal(text)));
      }
      while (world.waitingForSegment() < 15) {
        Thread.sleep(1);
      }
      firstMayEnd.countDown();
      for (int i = 0; i < all.size(); i++) {
        assertThat(read(all.get(i).get(20, SECONDS))).isEqualTo(Integer.toString(i));
      }
    }

    assertThat(forces).hasValue(2);
  }

  @Test
  void an_interrupted_thread_can_still_seal_and_read() throws Exception {
    Callable<Boolean> work =
        () -> {
          Thread.currentThread().interrupt();
          assertThat(read(world.seal("hello"))).isEqualTo("hello");
          return Thread.currentThread().isInterrupted();
        };
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(threads.submit(work).get(30, SECONDS)).isTrue();
    }
    assertThat(read(world.seal("another"))).isEqualTo("another");
  }

  @Test
  void what_older_versions_stored_two_levels_deep_is_found_and_swept() throws Exception {
    var large = world.seal("z".repeat(2_000));
    var id = world.record(new TenantId("old"), large, Optional.of(world.now().plusSeconds(1)));
    var flat = world.path(large.hash());
    var hex = large.hash().hex();
    var older =
        directory.resolve("artifacts").resolve(hex.substring(0, 2)).resolve(hex.substring(2, 4));
    Files.createDirectories(older);
    Files.move(flat, older.resolve(hex));

    try (var in = world.store().content(world.find(id).orElseThrow()).open()) {
      assertThat(in.readAllBytes()).hasSize(2_000);
    }
    assertThat(world.seal("z".repeat(2_000))).isEqualTo(large);
    assertThat(flat).as("stored once").doesNotExist();
    world.advance(Duration.ofHours(2));
    world.store().sweep(world.now(), 10);

    assertThat(older.resolve(hex)).doesNotExist();
  }

  private String read(StoredBlob blob) throws IOException {
    return world.read(blob);
  }

  private static void awaitOf(CountDownLatch latch) throws IOException {
    try {
      assertThat(latch.await(20, SECONDS)).isTrue();
    } catch (InterruptedException failure) {
      throw new IOException(failure);
    }
  }
}
