package dev.atelier.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** Where contents are before they are kept: in memory, or in files of the data directory. */
final class StagingArea {
  private final StorageLayout layout;
  private final Disk disk;
  private final StagedMemory memory;
  private final WriteTurns turns =
      new WriteTurns(Runtime.getRuntime().availableProcessors() + 2, System::nanoTime);
  private final AtomicLong soFar = new AtomicLong();

  private StagingArea(StorageLayout layout, Disk disk, StagedMemory memory) {
    this.layout = layout;
    this.disk = disk;
    this.memory = memory;
  }

  /** Makes its directory, and clears what an earlier process left there. */
  static StagingArea open(Path dataDirectory, Disk disk, SegmentOptions small) {
    var layout = new StorageLayout(dataDirectory, new DirectorySync(disk));
    try {
      layout.prepareStaged();
    } catch (IOException failure) {
      throw DiskFaults.of(failure);
    }
    return new StagingArea(layout, disk, new StagedMemory(small.contentMax(), small.stagedMax()));
  }

  /** A content to write, which is kept there. */
  StagedFile stage(ContentStore contents) {
    return new StagedFile(newFile(), disk, contents, memory, turns, true);
  }

  /** A content to write, which is only handed over. */
  StagedFile stageForHandOver(ContentStore contents) {
    return new StagedFile(newFile(), disk, contents, memory, turns, false);
  }

  /** The name of a file that is not there. */
  Path newFile() {
    return layout.staged(Long.toString(soFar.incrementAndGet()));
  }
}
