package dev.atelier.metering.ledger;

import dev.atelier.database.Database;
import dev.atelier.metering.Schema;

class PostgresPaymentsTest extends PaymentsContract {
  @Override
  Database database() {
    return Schema.postgres();
  }
}
