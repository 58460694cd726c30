package dev.atelier.metering;

import dev.atelier.database.Database;

class DirectPaymentsTest extends PaymentsContract {
  @Override
  Database database() {
    return Schema.inMemory();
  }
}
