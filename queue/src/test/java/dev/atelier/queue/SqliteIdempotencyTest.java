package dev.atelier.queue;

import dev.atelier.database.Database;
import dev.atelier.database.DirectDatabase;

/** The contract over SQLite. */
class SqliteIdempotencyTest extends IdempotencyContract {
  @Override
  Database open() {
    return DirectDatabase.open(LeaseContract.MIGRATIONS);
  }
}
