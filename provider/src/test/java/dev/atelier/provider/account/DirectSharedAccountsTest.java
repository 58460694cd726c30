package dev.atelier.provider.account;

import dev.atelier.database.CommitHooks;
import dev.atelier.database.Database;
import dev.atelier.database.DirectDatabase;
import dev.atelier.testkit.FakeClock;

class DirectSharedAccountsTest extends SharedAccountsContract {
  @Override
  Database open(FakeClock time) {
    return DirectDatabase.open(MIGRATIONS, CommitHooks.NONE, time);
  }
}
