package dev.atelier.provider.registry;

import dev.atelier.database.Database;
import dev.atelier.database.PostgresServer;

class PostgresAccountRowsTest extends AccountRowsContract {
  @Override
  Database open() {
    return PostgresServer.open(MIGRATIONS);
  }
}
