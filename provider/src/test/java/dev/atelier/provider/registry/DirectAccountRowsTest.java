package dev.atelier.provider.registry;

import dev.atelier.database.Database;
import dev.atelier.database.DirectDatabase;

class DirectAccountRowsTest extends AccountRowsContract {
  @Override
  Database open() {
    return DirectDatabase.open(MIGRATIONS);
  }
}
