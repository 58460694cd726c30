package dev.atelier.webhook.outbox;

import dev.atelier.database.Database;
import dev.atelier.webhook.Schema;

class PostgresOutboxTest extends OutboxContract {
  @Override
  Database database() {
    return Schema.postgres();
  }
}
