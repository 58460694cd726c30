package dev.atelier.metering.ledger;

import dev.atelier.database.Database;
import dev.atelier.metering.Schema;

/** The same over PostgreSQL. */
class PostgresSpendersTest extends SpendersTest {
  @Override
  Database database() {
    return Schema.postgres();
  }
}
