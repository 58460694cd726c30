package dev.atelier.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
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

  @Test
  void a_new_database_is_a_copy_of_the_empty_one_that_it_may_write() throws IOException {
    Path empty = empty(DatabaseContract.LOCATIONS);
    try (var database =
        SqliteDatabase.open(empty, DatabaseContract.LOCATIONS, SqliteOptions.DEFAULT)) {
      insert(database, "copied");
    }
    Files.setPosixFilePermissions(empty, PosixFilePermissions.fromString("r--r--r--"));

    try (var database = open(DatabaseContract.LOCATIONS, empty)) {
      insert(database, "written");
      assertThat(notes(database)).containsExactly("copied", "written");
    }
    assertThat(Files.isWritable(directory.resolve("test.db"))).isTrue();
  }

  @Test
  void an_empty_database_of_other_migrations_is_not_used() {
    Path empty = empty(DatabaseContract.LOCATIONS.subList(0, 1));

    try (var database = open(DatabaseContract.LOCATIONS, empty)) {
      List<String> tags =
          database.read(tx -> tx.list("SELECT name FROM tag", row -> row.text("name")));
      assertThat(tags).isEmpty();
    }
  }

  @Test
  void what_is_no_database_is_not_used_nor_what_is_missing() throws IOException {
    Path broken = Files.writeString(directory.resolve("broken.db"), "no database at all");
    try (var database = open(DatabaseContract.LOCATIONS, broken)) {
      assertThat(notes(database)).isEmpty();
    }
    Files.delete(directory.resolve("test.db"));
    try (var database = open(DatabaseContract.LOCATIONS, directory.resolve("missing.db"))) {
      assertThat(notes(database)).isEmpty();
    }
  }

  @Test
  void whoever_comes_second_replaces_nothing() throws Exception {
    Path file = directory.resolve("test.db");
    try (var first = open(DatabaseContract.LOCATIONS)) {
      insert(first, "of the first");

      List<String> locations = DatabaseContract.LOCATIONS;
      NewDatabase.make(file, locations, SchemaStamp.of(locations), Optional.empty());

      insert(first, "of the first, later");
      assertThat(directory.resolve("test.db-wal")).exists();
    }
    try (var second = open(DatabaseContract.LOCATIONS)) {
      assertThat(notes(second)).containsExactly("of the first", "of the first, later");
    }
    assertThat(directory.resolve("test.db.turn")).doesNotExist();
  }

  private Path empty(List<String> locations) {
    Path empty = directory.resolve("empty.db");
    SqliteDatabase.writeEmpty(empty, locations);
    return empty;
  }

  private SqliteDatabase open(List<String> locations) {
    return SqliteDatabase.open(directory.resolve("test.db"), locations, SqliteOptions.DEFAULT);
  }

  private SqliteDatabase open(List<String> locations, Path empty) {
    return SqliteDatabase.open(
        directory.resolve("test.db"), locations, SqliteOptions.DEFAULT, Optional.of(empty));
  }

  private static void insert(Database database, String id) {
    database.write(tx -> tx.update("INSERT INTO note (id, number) VALUES (?, 1)", id));
  }

  private static List<String> notes(Database database) {
    return database.read(tx -> tx.list("SELECT id FROM note ORDER BY id", row -> row.text("id")));
  }
}
