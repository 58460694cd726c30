package dev.atelier.queue;

import dev.atelier.database.Database;
import dev.atelier.database.PostgresServer;

/** The same over PostgreSQL. */
class PostgresRequestLogTest extends RequestLogTest {
  @Override
  Database database() {
    return PostgresServer.open(LeaseContract.MIGRATIONS);
  }
}
