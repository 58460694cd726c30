package dev.atelier.metering;

import dev.atelier.database.Database;

class DirectKeysTest extends KeysContract {
  @Override
  Database database() {
    return Schema.inMemory();
  }
}
