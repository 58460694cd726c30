package dev.atelier.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.database.Database;
import dev.atelier.database.DatabaseCopy;
import dev.atelier.database.SqliteDatabase;
import dev.atelier.database.SqliteOptions;
import dev.atelier.image.ArtifactId;
import dev.atelier.image.ContentHash;
import dev.atelier.storage.CopyArtifacts.Copied;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A copy of rows and contents, whatever happens to the original after its rows were copied. */
@Timeout(60)
class CopyArtifactsTest {
  private static final StorageOptions OPTIONS =
      new StorageOptions(0, Duration.ofHours(1), new SegmentOptions(1_000, 5_000, 20_000));
  private static final String LARGE = "#".repeat(2_000);
  private static final String FILLER = "-".repeat(900);

  @TempDir private Path directory;
  private Database live;
  private World world;
  private final List<SqliteDatabase> copies = new ArrayList<>();

  @BeforeEach
  void open() {
    live = database(from());
    world = new World(from(), Disk.REAL, OPTIONS, live);
  }

  @AfterEach
  void close() {
    world.close();
    copies.forEach(SqliteDatabase::close);
  }

  @Test
  void every_content_is_copied_small_or_large() throws IOException {
    ArtifactId small = world.keep("small", Optional.empty());
    ArtifactId large = world.keep(LARGE, Optional.empty());
    copyRows();

    Copied copied = copy(_ -> {});

    assertThat(copied).isEqualTo(new Copied(2, 2, LARGE.length() + 5L, 0, List.of()));
    assertThat(read(small)).isEqualTo("small");
    assertThat(read(large)).isEqualTo(LARGE);
    assertThat(missing()).isEmpty();
  }

  @Test
  void artifacts_that_share_a_content_share_its_copy() throws IOException {
    ArtifactId one = world.keep("shared", Optional.empty());
    ArtifactId other =
        world
            .write(tx -> world.store().reference(tx, World.TENANT, one, Optional.empty()))
            .orElseThrow()
            .id();
    copyRows();

    assertThat(copy(_ -> {}).all()).isEqualTo(1);
    assertThat(read(one)).isEqualTo("shared");
    assertThat(read(other)).isEqualTo("shared");
  }

  @Test
  void what_was_deleted_since_leaves_the_copy_as_well() throws IOException {
    ArtifactId small = world.keep("small", Optional.empty());
    ArtifactId large = world.keep(LARGE, Optional.empty());
    ArtifactId kept = world.keep("kept", Optional.empty());
    copyRows();
    delete(small);
    delete(large);

    Copied copied = copy(_ -> {});

    assertThat(copied.gone()).isEqualTo(2);
    assertThat(copied.damaged()).isEmpty();
    assertThat(artifacts()).isEqualTo(1);
    assertThat(read(kept)).isEqualTo("kept");
    assertThat(missing()).isEmpty();
  }

  @Test
  void what_compaction_moved_since_is_found() throws IOException {
    ArtifactId moved = world.keep("moved", Optional.empty());
    List<ArtifactId> fillers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      fillers.add(world.keep(i + FILLER, Optional.empty()));
    }
    Path first = from().resolve("segments/00000001.seg");
    copyRows();
    fillers.forEach(this::delete);
    world.advance(Duration.ofHours(2));
    for (int turn = 0; turn < 50 && Files.exists(first); turn++) {
      world.store().patrol(world.now());
    }
    assertThat(first).as("it was moved out of there").doesNotExist();

    Copied copied = copy(_ -> {});

    assertThat(copied.gone()).isEqualTo(fillers.size());
    assertThat(read(moved)).isEqualTo("moved");
  }

  @Test
  void what_is_deleted_while_it_is_copied_leaves_rows_and_contents_in_accord() throws IOException {
    List<ArtifactId> all = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      all.add(world.keep(i + (i % 2 == 0 ? LARGE : "small"), Optional.empty()));
    }
    copyRows();
    var left = new ArrayList<>(all);

    Copied copied =
        copy(_ -> {
          if (left.size() > 20) {
            delete(left.removeLast());
            delete(left.removeFirst());
          }
        });

    assertThat(copied.gone()).isPositive();
    assertThat(copied.damaged()).isEmpty();
    assertThat(artifacts()).isEqualTo(all.size() - copied.gone());
    assertThat(missing()).isEmpty();
  }

  @Test
  void a_content_that_rows_name_and_nobody_can_read_is_told() throws IOException {
    StoredBlob damaged = world.seal(LARGE);
    StoredBlob lost = world.seal(LARGE + "!");
    world.record(World.TENANT, damaged, Optional.empty());
    world.record(World.TENANT, lost, Optional.empty());
    copyRows();
    Files.writeString(world.path(damaged.hash()), "something else");
    Files.delete(world.path(lost.hash()));

    Copied copied = copy(_ -> {});

    assertThat(copied.damaged()).containsExactlyInAnyOrder(damaged.hash(), lost.hash());
    assertThat(copied.gone()).isZero();
    assertThat(missing()).containsExactlyInAnyOrder(damaged.hash(), lost.hash());
  }

  @Test
  void a_check_misses_what_is_gone_from_a_segment_or_has_another_length() throws IOException {
    StoredBlob small = world.seal("small");
    StoredBlob large = world.seal(LARGE);
    world.record(World.TENANT, small, Optional.empty());
    world.record(World.TENANT, large, Optional.empty());
    copyRows();
    copy(_ -> {});
    assertThat(missing()).isEmpty();

    Files.writeString(new StorageLayout(to(), new DirectorySync(Disk.REAL)).of(large.hash()), "#");
    try (Stream<Path> segments = Files.list(to().resolve("segments"))) {
      Files.write(segments.findFirst().orElseThrow(), new byte[40]);
    }
    assertThat(missing()).containsExactlyInAnyOrder(small.hash(), large.hash());
  }

  private void copyRows() throws IOException {
    Files.createDirectories(to());
    DatabaseCopy.make(from().resolve("rows.db"), to().resolve("rows.db"));
    copies.add(database(to()));
  }

  private Copied copy(Consumer<Copied> progress) throws IOException {
    InstantSource clock = world::now;
    return new CopyArtifacts(from(), live, to(), copied(), clock).run(progress);
  }

  private SqliteDatabase copied() {
    return copies.getFirst();
  }

  private void delete(ArtifactId id) {
    world.keepUntil(id, Optional.of(world.now().minusSeconds(1)));
    world.store().sweep(world.now(), 100);
  }

  private String read(ArtifactId id) throws IOException {
    var store = new ArtifactStore(to(), copied(), world::now, new Random(1), OPTIONS);
    Artifact artifact = copied().read(tx -> store.find(tx, id)).orElseThrow();
    try (var in = store.content(artifact).open()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private List<ContentHash> missing() throws IOException {
    return new CheckArtifacts(to(), copied()).missing();
  }

  private long artifacts() {
    return copied().read(tx -> tx.list("SELECT id FROM artifact", row -> row.text("id"))).size();
  }

  private static SqliteDatabase database(Path of) {
    return SqliteDatabase.open(of.resolve("rows.db"), World.MIGRATIONS, SqliteOptions.DEFAULT);
  }

  private Path from() {
    return directory.resolve("from");
  }

  private Path to() {
    return directory.resolve("to");
  }
}
