package dev.atelier.storage;

import java.nio.file.Path;

/** Contents in the data directory. */
class LocalContentsTest extends ContentStoreContract {
  @Override
  World world(Path directory) {
    return new World(directory, Disk.REAL, StorageOptions.DEFAULT);
  }
}
