package dev.atelier.queue.idempotency;

import dev.atelier.database.Database;
import dev.atelier.database.DirectDatabase;
import dev.atelier.queue.LeaseContract;

/** The contract over SQLite. */
class SqliteIdempotencyTest extends IdempotencyContract {
  @Override
  Database open() {
    return DirectDatabase.open(LeaseContract.MIGRATIONS);
  }
}
