package dev.atelier.queue.session;

import dev.atelier.database.Database;
import dev.atelier.database.PostgresServer;
import dev.atelier.queue.LeaseContract;

/** The contract over PostgreSQL. */
class PostgresClientSessionTest extends ClientSessionContract {
  @Override
  Database open() {
    return PostgresServer.open(LeaseContract.MIGRATIONS);
  }
}
