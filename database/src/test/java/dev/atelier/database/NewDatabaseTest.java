package dev.atelier.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewDatabaseTest {
  private static final List<String> MISSING = List.of("classpath:dev/atelier/database/missing");

  @TempDir private Path directory;

  @Test
  void a_first_start_that_was_killed_is_begun_anew() throws IOException {
    Files.writeString(directory.resolve("test.db.new"), "half a database");
    Files.writeString(directory.resolve("test.db-wal"), "the log of one that is gone");

    try (var database = open(DatabaseContract.LOCATIONS)) {
      insert(database, "one");
    }
    try (var again = open(DatabaseContract.LOCATIONS)) {
      assertThat(notes(again)).containsExactly("one");
    }
    assertThat(directory.resolve("test.db.new")).doesNotExist();
  }

  @Test
  void a_migration_that_fails_leaves_no_database() {
    assertThatThrownBy(() -> open(MISSING)).isInstanceOf(IllegalStateException.class);
    assertThat(directory.resolve("test.db")).doesNotExist();
  }

  @Test
  void what_is_there_is_kept() {
    try (var database = open(DatabaseContract.LOCATIONS)) {
      insert(database, "one");
    }
    try (var again = open(DatabaseContract.LOCATIONS)) {
      insert(again, "two");
      assertThat(notes(again)).containsExactly("one", "two");
    }
  }

  private SqliteDatabase open(List<String> locations) {
    return SqliteDatabase.open(directory.resolve("test.db"), locations, SqliteOptions.DEFAULT);
  }

  private static void insert(Database database, String id) {
    database.write(tx -> tx.update("INSERT INTO note (id, number) VALUES (?, 1)", id));
  }

  private static List<String> notes(Database database) {
    return database.read(tx -> tx.list("SELECT id FROM note ORDER BY id", row -> row.text("id")));
  }
}
