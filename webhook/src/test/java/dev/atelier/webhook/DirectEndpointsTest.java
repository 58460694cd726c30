package dev.atelier.webhook;

import dev.atelier.database.Database;

class DirectEndpointsTest extends EndpointsContract {
  @Override
  Database database() {
    return Schema.inMemory();
  }
}
