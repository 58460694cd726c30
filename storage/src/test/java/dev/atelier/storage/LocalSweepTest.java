package dev.atelier.storage;

import java.nio.file.Path;

/** The sweeper of the data directory. */
class LocalSweepTest extends SweepContract {
  @Override
  World world(Path directory) {
    return new World(directory);
  }

  @Override
  int round() {
    return StorageLayout.DIRECTORIES;
  }
}
