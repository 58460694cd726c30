package dev.atelier.metering.audit;

import dev.atelier.database.Database;
import dev.atelier.metering.Schema;

/** The same over PostgreSQL. */
class PostgresAuditLogTest extends AuditLogTest {
  @Override
  Database database() {
    return Schema.postgres();
  }
}
