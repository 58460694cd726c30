package dev.atelier.metering.usage;

import dev.atelier.database.Database;
import dev.atelier.metering.Schema;

/** The same over PostgreSQL. */
class PostgresUsageHoursTest extends UsageHoursTest {
  @Override
  Database database() {
    return Schema.postgres();
  }
}
