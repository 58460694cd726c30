package dev.atelier.queue.idempotency;

import dev.atelier.database.Database;
import dev.atelier.database.PostgresServer;
import dev.atelier.queue.LeaseContract;

/** The contract over PostgreSQL. */
class PostgresIdempotencyTest extends IdempotencyContract {
  @Override
  Database open() {
    return PostgresServer.open(LeaseContract.MIGRATIONS);
  }
}
