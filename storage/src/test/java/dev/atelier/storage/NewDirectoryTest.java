package dev.atelier.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.database.DirectDatabase;
import dev.atelier.image.ContentHash;
import dev.atelier.testkit.FakeClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file counts as stored only when every directory on the way to it is on disk, too. */
class NewDirectoryTest {
  @TempDir private Path directory;
  private final List<String> done = new ArrayList<>();
  private ArtifactStore store;

  @BeforeEach
  void open() {
    store = store(SegmentOptions.NONE);
  }

  private ArtifactStore store(SegmentOptions segments) {
    return new ArtifactStore(
        directory,
        DirectDatabase.open(List.of("dev/atelier/storage/migrations")),
        FakeClock.fixed(),
        new SecureRandom(),
        new StorageOptions(0, Duration.ofHours(1), segments),
        new RecordingDisk());
  }

  @Test
  void what_an_earlier_process_made_is_forced_at_the_start() {
    seal("hello");
    done.clear();
    store = store(SegmentOptions.NONE);
    assertThat(done)
        .containsExactly("force " + directory.resolve("artifacts"), "force " + directory);

    done.clear();
    Path leaf = leaf(seal("hello"));
    assertThat(done).containsExactly("move", "force " + leaf);
  }

  @Test
  void the_first_file_of_a_directory_forces_the_directory_before_it_goes_there() {
    done.clear();
    Path leaf = leaf(seal("hello"));
    assertThat(done)
        .containsExactly("force " + directory.resolve("artifacts"), "move", "force " + leaf);
  }

  @Test
  void another_file_forces_its_own_directory_only() {
    seal("hello");
    done.clear();
    Path leaf = leaf(seal("hello"));
    assertThat(done).containsExactly("move", "force " + leaf);
  }

  private Path leaf(ContentHash hash) {
    return directory.resolve("artifacts").resolve(hash.hex().substring(0, 2));
  }

  @Test
  void the_first_content_of_a_segment_forces_the_entry_of_the_segment() {
    store = store(SegmentOptions.DEFAULT);
    done.clear();
    seal("hello");
    seal("hello again");
    assertThat(done).containsExactly("force " + directory.resolve("segments"));
  }

  private ContentHash seal(String text) {
    try (var staged = store.stage()) {
      staged.write(text.getBytes(StandardCharsets.UTF_8));
      return staged.seal().hash();
    }
  }

  private final class RecordingDisk implements Disk {
    @Override
    public void forceDirectory(Path forced) throws IOException {
      done.add("force " + forced);
      Disk.super.forceDirectory(forced);
    }

    @Override
    public void move(Path from, Path to) throws IOException {
      done.add("move");
      Disk.super.move(from, to);
    }
  }
}
