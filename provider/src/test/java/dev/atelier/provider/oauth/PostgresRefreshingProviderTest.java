package dev.atelier.provider.oauth;

import dev.atelier.database.Database;
import dev.atelier.database.PostgresServer;
import java.time.InstantSource;
import java.util.List;

/** The same over PostgreSQL. */
class PostgresRefreshingProviderTest extends RefreshingProviderTest {
  @Override
  Database database(List<String> migrations, InstantSource time) {
    return PostgresServer.open(migrations, PostgresServer.OPTIONS.withClock(time));
  }
}
