package dev.atelier.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A copy of a database that others write to. */
@Timeout(60)
class DatabaseCopyTest {
  private static final List<String> MIGRATIONS = List.of("dev/atelier/database/first");

  @TempDir private Path directory;
  private SqliteDatabase live;

  @BeforeEach
  void open() {
    live = database("live.db");
    live.write(tx -> tx.update("CREATE TABLE pair (left_one INTEGER, right_one INTEGER)"));
    live.write(tx -> tx.update("INSERT INTO pair VALUES (0, 0)"));
  }

  @AfterEach
  void close() {
    live.close();
  }

  @Test
  void it_is_one_moment_while_others_write() throws Exception {
    var over = new AtomicBoolean();
    Thread writer =
        Thread.ofVirtual()
            .start(() -> {
              while (!over.get()) {
                live.write(tx -> {
                  tx.update("UPDATE pair SET left_one = left_one + 1");
                  return tx.update("UPDATE pair SET right_one = right_one + 1");
                });
              }
            });
    try {
      for (int i = 0; i < 10; i++) {
        long before = written(live);
        DatabaseCopy.make(file("live.db"), file("copy" + i + ".db"));
        try (var copy = database("copy" + i + ".db")) {
          assertThat(written(copy)).isBetween(before, written(live));
        }
      }
    } finally {
      over.set(true);
      writer.join();
    }
    assertThat(written(live)).isPositive();
  }

  @Test
  void what_was_deleted_is_in_no_byte_of_it() throws IOException {
    live.write(tx -> tx.update("CREATE TABLE text (words TEXT)"));
    live.write(tx -> tx.update("INSERT INTO text VALUES ('a secret of long ago')"));
    live.write(tx -> tx.update("INSERT INTO text VALUES ('kept')"));
    live.write(tx -> tx.update("DELETE FROM text WHERE words LIKE 'a secret%'"));

    DatabaseCopy.make(file("live.db"), file("copy.db"));

    assertThat(Files.readString(file("copy.db"), StandardCharsets.ISO_8859_1))
        .contains("kept")
        .doesNotContain("a secret");
  }

  @Test
  void a_file_that_is_there_is_not_overwritten() throws IOException {
    Path there = Files.writeString(file("copy.db"), "mine");

    assertThatThrownBy(() -> DatabaseCopy.make(file("live.db"), there))
        .isInstanceOf(DatabaseUnavailableException.class);
    assertThat(there).hasContent("mine");
  }

  /** Both counters, which one transaction raises. */
  private static long written(SqliteDatabase database) {
    return database.read(tx ->
        tx.first(
                "SELECT left_one FROM pair WHERE left_one = right_one",
                row -> row.number("left_one"))
            .orElseThrow());
  }

  private SqliteDatabase database(String name) {
    return SqliteDatabase.open(file(name), MIGRATIONS, SqliteOptions.DEFAULT);
  }

  private Path file(String name) {
    return directory.resolve(name);
  }
}
