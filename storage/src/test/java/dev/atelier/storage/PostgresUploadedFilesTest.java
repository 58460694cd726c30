package dev.atelier.storage;

import dev.atelier.database.PostgresServer;
import java.nio.file.Path;

/** The same over PostgreSQL. */
class PostgresUploadedFilesTest extends UploadedFilesTest {
  @Override
  World world(Path at) {
    return new World(at, Disk.REAL, World.FILES, PostgresServer.open(World.MIGRATIONS));
  }
}
