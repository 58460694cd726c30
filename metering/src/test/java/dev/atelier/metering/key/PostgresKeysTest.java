package dev.atelier.metering.key;

import dev.atelier.database.Database;
import dev.atelier.metering.Schema;

class PostgresKeysTest extends KeysContract {
  @Override
  Database database() {
    return Schema.postgres();
  }
}
