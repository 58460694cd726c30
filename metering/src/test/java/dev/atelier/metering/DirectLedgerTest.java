package dev.atelier.metering;

import dev.atelier.database.Database;

class DirectLedgerTest extends LedgerContract {
  @Override
  Database database() {
    return Schema.inMemory();
  }
}
