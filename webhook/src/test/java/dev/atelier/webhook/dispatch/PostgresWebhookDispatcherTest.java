package dev.atelier.webhook.dispatch;

import dev.atelier.database.Database;
import dev.atelier.webhook.Schema;

/** The same over PostgreSQL. */
class PostgresWebhookDispatcherTest extends WebhookDispatcherTest {
  @Override
  Database database() {
    return Schema.postgres();
  }
}
