package dev.atelier.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program and a database that was made by the version after it. */
class MigrationsTest {
  private static final String FOLDER = "dev/atelier/database/";
  private static final List<String> THIS = List.of(FOLDER + "first", FOLDER + "second");
  private static final List<String> EXPANDED =
      List.of(FOLDER + "first", FOLDER + "second", FOLDER + "between");
  private static final List<String> CONTRACTED =
      List.of(FOLDER + "first", FOLDER + "second", FOLDER + "between", FOLDER + "contract");

  @TempDir private Path directory;

  @Test
  void on_a_server_it_works_on_and_starts_again_beside_the_version_after_it() {
    PostgresAddress address = PostgresServer.empty();
    try (Database before = shared(address, THIS)) {
      write(before, "before");
      try (Database after = shared(address, EXPANDED)) {
        write(before, "meanwhile");
        write(after, "by the other");
      }
    }
    try (Database again = shared(address, THIS)) {
      write(again, "again");
      List<String> ids = again.read(tx -> tx.list("SELECT id FROM note", row -> row.text("id")));
      assertThat(ids).containsExactlyInAnyOrder("before", "meanwhile", "by the other", "again");
    }
    assertThat(SchemaState.of(address, EXPANDED).current()).isTrue();
  }

  @Test
  void what_takes_something_away_keeps_it_out_and_is_named() {
    PostgresAddress address = PostgresServer.empty();
    shared(address, EXPANDED).close();
    shared(address, CONTRACTED).close();

    assertThatThrownBy(() -> shared(address, EXPANDED))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("3 contract tags")
        .hasMessageContaining("start that version");
    assertThat(SchemaState.of(address, CONTRACTED).current()).isTrue();
  }

  @Test
  void a_file_of_a_newer_version_is_refused() {
    Path file = directory.resolve("notes.db");
    SqliteDatabase.open(file, EXPANDED, SqliteOptions.DEFAULT).close();

    assertThatThrownBy(() -> SqliteDatabase.open(file, THIS, SqliteOptions.DEFAULT))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("1.5 more");
    SqliteDatabase.open(file, EXPANDED, SqliteOptions.DEFAULT).close();
  }

  private static Database shared(PostgresAddress address, List<String> locations) {
    return PostgresDatabase.open(address, locations, PostgresServer.OPTIONS);
  }

  private static void write(Database database, String id) {
    int written =
        database.write(tx -> tx.update("INSERT INTO note (id, body) VALUES (?, 'text')", id));
    assertThat(written).isEqualTo(1);
  }
}
