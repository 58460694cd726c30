package dev.atelier.webhook.subscription;

import dev.atelier.database.Database;
import dev.atelier.webhook.Schema;

class PostgresEndpointsTest extends EndpointsContract {
  @Override
  Database database() {
    return Schema.postgres();
  }
}
