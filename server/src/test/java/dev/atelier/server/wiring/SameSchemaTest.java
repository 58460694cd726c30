package dev.atelier.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.database.DirectDatabase;
import dev.atelier.database.PostgresServer;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Both stores have the same tables, columns, keys and indexes. */
class SameSchemaTest {
  @Test
  void the_schemas_are_the_same() {
    Map<String, String> sqlite;
    Map<String, String> postgres;
    try (var database = DirectDatabase.open(MigrationLocations.ALL)) {
      sqlite = StoredSchema.ofSqlite(database);
    }
    try (var database = PostgresServer.open(MigrationLocations.ALL)) {
      postgres = StoredSchema.ofPostgres(database);
    }

    assertThat(sqlite).hasSizeGreaterThan(200);
    assertThat(postgres).containsExactlyInAnyOrderEntriesOf(sqlite);
  }
}
