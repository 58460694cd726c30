package dev.atelier.metering.ledger;

import dev.atelier.database.Database;
import dev.atelier.metering.Schema;

class DirectPaymentsTest extends PaymentsContract {
  @Override
  Database database() {
    return Schema.inMemory();
  }
}
