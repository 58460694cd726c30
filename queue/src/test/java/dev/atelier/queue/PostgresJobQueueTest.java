package dev.atelier.queue;

import dev.atelier.database.Database;
import dev.atelier.database.PostgresServer;
import dev.atelier.queue.claim.QueueSettings;

/** The contract over PostgreSQL, with the counters that many change at once. */
class PostgresJobQueueTest extends JobQueueContract {
  @Override
  Database open() {
    return PostgresServer.open(MIGRATIONS);
  }

  @Override
  QueueSettings settings() {
    return QueueSettings.DEFAULT.sideBySide();
  }
}
