package dev.atelier.metering.usage;

import dev.atelier.database.Database;
import dev.atelier.metering.Schema;

/** The same over PostgreSQL. */
class PostgresUsageDaysTest extends UsageDaysTest {
  @Override
  Database database() {
    return Schema.postgres();
  }
}
