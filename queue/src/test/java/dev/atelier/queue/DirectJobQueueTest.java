package dev.atelier.queue;

import dev.atelier.database.Database;
import dev.atelier.database.DirectDatabase;

/** The contract over SQLite in memory, on the caller's thread. */
class DirectJobQueueTest extends JobQueueContract {
  @Override
  Database open() {
    return DirectDatabase.open(MIGRATIONS);
  }
}
