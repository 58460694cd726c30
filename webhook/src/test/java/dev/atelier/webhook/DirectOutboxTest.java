package dev.atelier.webhook;

import dev.atelier.database.Database;

class DirectOutboxTest extends OutboxContract {
  @Override
  Database database() {
    return Schema.inMemory();
  }
}
