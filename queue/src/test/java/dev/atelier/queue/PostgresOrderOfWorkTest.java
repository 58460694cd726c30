package dev.atelier.queue;

import dev.atelier.database.Database;
import dev.atelier.database.PostgresServer;
import dev.atelier.queue.claim.QueueSettings;

/** The same over PostgreSQL. */
class PostgresOrderOfWorkTest extends OrderOfWorkTest {
  @Override
  Database database() {
    return PostgresServer.open(LeaseContract.MIGRATIONS);
  }

  @Override
  QueueSettings settings(int backgroundEvery) {
    return super.settings(backgroundEvery).sideBySide();
  }
}
