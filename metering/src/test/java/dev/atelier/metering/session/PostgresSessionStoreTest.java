package dev.atelier.metering.session;

import dev.atelier.database.Database;
import dev.atelier.metering.Schema;

class PostgresSessionStoreTest extends SessionStoreContract {
  @Override
  Database database() {
    return Schema.postgres();
  }
}
