package dev.atelier.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.database.DirectDatabase;
import dev.atelier.image.ContentHash;
import dev.atelier.testkit.FakeClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
    store =
        new ArtifactStore(
            directory,
            DirectDatabase.open(List.of("dev/atelier/storage/migrations")),
            FakeClock.fixed(),
            new SecureRandom(),
            StorageOptions.DEFAULT,
            new RecordingDisk());
  }

  @Test
  void the_first_file_of_a_directory_forces_every_directory_on_the_way() {
    done.clear();
    ContentHash hash = seal("hello");
    Path leaf = Objects.requireNonNull(store.path(hash).getParent());
    Path first = Objects.requireNonNull(leaf.getParent());

    assertThat(done)
        .as("new entries before the file, the file's own entry after it")
        .containsExactly(
            "force " + first, "force " + directory.resolve("artifacts"), "move", "force " + leaf);
  }

  @Test
  void another_file_of_the_same_directory_forces_that_one_only() {
    ContentHash hash = seal("hello");
    done.clear();
    seal("hello");
    assertThat(done).containsExactly("move", "force " + store.path(hash).getParent());
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
