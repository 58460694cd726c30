package dev.atelier.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.image.ArtifactId;
import dev.atelier.image.FaultException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is dead in segments is overwritten, and its room given back; what lives is kept. */
@Timeout(60)
class SegmentPatrolTest {
  private static final StorageOptions OPTIONS =
      new StorageOptions(0, Duration.ofHours(1), new SegmentOptions(1_000, 5_000, 20_000));

  /** Fills a segment with five of them. */
  private static final String FILLER = "-".repeat(900);

  @TempDir private Path directory;
  private final BrokenDisk disk = new BrokenDisk();
  private World world;

  /** An empty store. */
  World world(Path at, Disk on, StorageOptions options) {
    return new World(at, on, options);
  }

  @BeforeEach
  void open() {
    world = world(directory, disk, OPTIONS);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void what_is_erased_is_in_no_byte() throws IOException {
    var secret = world.keep("a secret", Optional.empty());
    var kept = world.keep("no secret", Optional.empty());

    erase(secret);
    assertThat(bytes()).contains("a secret");
    sweep();

    assertThat(bytes()).doesNotContain("a secret").contains("no secret");
    assertThat(read(kept)).isEqualTo("no secret");
  }

  @Test
  void who_found_it_before_does_not_read_zeros() {
    var id = world.keep("a secret", Optional.empty());
    var content = world.store().content(world.find(id).orElseThrow());
    erase(id);
    sweep();

    assertThatThrownBy(content::open).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void a_record_goes_with_the_last_artifact_that_shares_it() throws IOException {
    var found = world.keep("shared", Optional.empty());
    var reference =
        world
            .write(tx -> world.store().reference(tx, World.TENANT, found, Optional.empty()))
            .orElseThrow();

    erase(found);
    sweep();
    assertThat(read(reference.id())).isEqualTo("shared");
    erase(reference.id());
    sweep();

    assertThat(bytes()).doesNotContain("shared");
  }

  @Test
  void the_same_content_of_another_is_another_record() throws IOException {
    var one = world.keep("same", Optional.empty());
    var other = world.keep("same", Optional.empty());

    erase(one);
    sweep();

    assertThat(read(other)).isEqualTo("same");
  }

  @Test
  void what_cannot_be_overwritten_now_is_on_a_later_round() throws IOException {
    var id = world.keep("a secret", Optional.empty());
    erase(id);
    disk.failAt(BrokenDisk.Step.OVERWRITE);
    assertThatThrownBy(this::sweep).isInstanceOf(FaultException.class);
    disk.failAt(BrokenDisk.Step.NOWHERE);
    assertThat(bytes()).contains("a secret");

    world.advance(Duration.ofHours(2));
    round();

    assertThat(bytes()).doesNotContain("a secret");
  }

  @Test
  void a_record_whose_row_never_came_is_erased_when_it_is_old() throws IOException {
    var orphan = world.seal("orphan");
    round();
    assertThat(world.read(orphan)).as("its row may still come").isEqualTo("orphan");

    world.advance(Duration.ofHours(2));
    var young = world.seal("young");
    round();

    assertThat(bytes()).doesNotContain("orphan");
    assertThat(world.read(young)).isEqualTo("young");
  }

  @Test
  void a_dead_segment_is_deleted_and_the_current_one_is_not() throws IOException {
    List<ArtifactId> all = fill(6);
    all.forEach(this::erase);
    sweep();

    round();

    assertThat(segments()).containsExactly("00000002.seg");
  }

  @Test
  void a_segment_with_young_contents_without_rows_stays() throws IOException {
    for (int i = 0; i < 4; i++) {
      erase(world.keep(FILLER + i, Optional.empty()));
    }
    var sealed = world.seal(FILLER + "sealed");
    world.keep(FILLER + "next", Optional.empty());
    sweep();

    round();
    var id = world.record(World.TENANT, sealed, Optional.empty());

    assertThat(segments()).contains("00000001.seg");
    assertThat(read(id)).isEqualTo(FILLER + "sealed");
  }

  @Test
  void what_lives_of_a_mostly_dead_segment_moves() throws IOException {
    List<ArtifactId> all = fill(6);
    var kept = all.get(2);
    var before = world.find(kept).orElseThrow();
    for (int i = 0; i < 5; i++) {
      if (i != 2) {
        erase(all.get(i));
      }
    }
    sweep();

    round();

    assertThat(segments()).containsExactly("00000002.seg");
    assertThat(world.find(kept).orElseThrow().slice()).isNotEqualTo(before.slice());
    assertThat(read(kept)).isEqualTo(FILLER + 2);
    try (var in = world.store().content(before).open()) {
      assertThat(in.readAllBytes())
          .as("who knows the old place only")
          .asString(StandardCharsets.UTF_8)
          .isEqualTo(FILLER + 2);
    }
    assertThat(read(all.get(5))).isEqualTo(FILLER + 5);
  }

  @Test
  void a_segment_that_mostly_lives_stays_as_it_is() throws IOException {
    List<ArtifactId> all = fill(6);
    erase(all.get(0));
    erase(all.get(1));
    sweep();

    round();

    assertThat(segments()).containsExactly("00000001.seg", "00000002.seg");
    assertThat(read(all.get(4))).isEqualTo(FILLER + 4);
  }

  @Test
  void a_move_that_fails_loses_nothing_and_is_tried_again() throws IOException {
    List<ArtifactId> all = fill(6);
    all.subList(1, 5).forEach(this::erase);
    sweep();
    disk.failAt(BrokenDisk.Step.FORCE);
    for (int i = 0; i < 6; i++) {
      try {
        world.store().patrol(world.now());
      } catch (FaultException expected) {
        assertThat(expected).hasMessageContaining("disk");
      }
    }
    assertThat(read(all.getFirst())).isEqualTo(FILLER + 0);
    disk.failAt(BrokenDisk.Step.NOWHERE);

    round();

    assertThat(segments()).doesNotContain("00000001.seg");
    assertThat(read(all.getFirst())).isEqualTo(FILLER + 0);
  }

  @Test
  void a_torn_end_is_cut_off() throws IOException {
    var kept = world.keep("kept", Optional.empty());
    var segment = directory.resolve("segments/00000001.seg");
    long whole = Files.size(segment);
    Files.writeString(segment, "ARec\0\0\1\0 half of a record", StandardOpenOption.APPEND);
    world.restart(directory, disk);

    round();

    assertThat(segment).hasSize(whole);
    assertThat(read(kept)).isEqualTo("kept");
  }

  @Test
  void a_damaged_record_costs_no_other() throws IOException {
    var ids = fill(6);
    var segment = directory.resolve("segments/00000001.seg");
    try (var file = new java.io.RandomAccessFile(segment.toFile(), "rw")) {
      file.seek(16);
      file.write(new byte[20]);
    }

    round();
    round();

    assertThatThrownBy(() -> read(ids.getFirst())).isInstanceOf(NoSuchFileException.class);
    for (int i = 1; i < 6; i++) {
      assertThat(read(ids.get(i))).isEqualTo(FILLER + i);
    }
  }

  /** Keeps so many; five fit into a segment. */
  private List<ArtifactId> fill(int count) {
    var ids = new ArrayList<ArtifactId>();
    for (int i = 0; i < count; i++) {
      ids.add(world.keep(FILLER + i, Optional.empty()));
    }
    return ids;
  }

  private void erase(ArtifactId id) {
    var erased = world.write(tx -> ExpireArtifacts.erase(tx, World.TENANT, List.of(id)));
    assertThat(erased.artifacts()).isEqualTo(1);
  }

  private void sweep() {
    world.store().sweep(world.now(), 100);
  }

  /** Enough turns for every segment, and for what is moved. */
  private void round() {
    for (int i = 0; i < 12; i++) {
      world.store().patrol(world.now());
    }
  }

  private String read(ArtifactId id) throws IOException {
    try (var in = world.store().content(world.find(id).orElseThrow()).open()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private List<String> segments() throws IOException {
    try (var files = Files.list(directory.resolve("segments"))) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  /** All of the data directory, one character a byte. */
  private String bytes() throws IOException {
    var all = new StringBuilder();
    try (var files = Files.walk(directory)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return all.toString();
  }
}
