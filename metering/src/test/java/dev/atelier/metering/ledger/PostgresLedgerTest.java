package dev.atelier.metering.ledger;

import dev.atelier.database.Database;
import dev.atelier.metering.Schema;

class PostgresLedgerTest extends LedgerContract {
  @Override
  Database database() {
    return Schema.postgres();
  }
}
