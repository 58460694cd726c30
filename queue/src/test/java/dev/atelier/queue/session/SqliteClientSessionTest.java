package dev.atelier.queue.session;

import dev.atelier.database.Database;
import dev.atelier.database.DirectDatabase;
import dev.atelier.queue.LeaseContract;

/** The contract over SQLite. */
class SqliteClientSessionTest extends ClientSessionContract {
  @Override
  Database open() {
    return DirectDatabase.open(LeaseContract.MIGRATIONS);
  }
}
