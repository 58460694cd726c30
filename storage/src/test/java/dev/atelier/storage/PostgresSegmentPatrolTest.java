package dev.atelier.storage;

import dev.atelier.database.PostgresServer;
import java.nio.file.Path;

/** The same over PostgreSQL. */
class PostgresSegmentPatrolTest extends SegmentPatrolTest {
  @Override
  World world(Path at, Disk on, StorageOptions options) {
    return new World(at, on, options, PostgresServer.open(World.MIGRATIONS));
  }
}
