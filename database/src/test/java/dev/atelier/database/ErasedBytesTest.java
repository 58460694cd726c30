package dev.atelier.database;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What was deleted or overwritten leaves no byte in the database's files. */
@Timeout(60)
class ErasedBytesTest {
  private static final int ROWS = 1_200;
  private static final int BATCH = 50;
  private static final int LENGTH_MAX = 6_000;

  @TempDir private Path directory;

  @Test
  void rows_of_all_sizes_that_are_deleted_or_shortened_are_gone_after_a_purge() throws Exception {
    var random = new Random(11);
    try (var database = open()) {
      for (int from = 0; from < ROWS; from += BATCH) {
        int first = from;
        database.write(tx -> {
          for (int i = first; i < first + BATCH; i++) {
            String owner = i % 3 == 0 ? "stays" : i % 3 == 1 ? "deleted" : "shortened";
            tx.update(
                "INSERT INTO note (id, owner, body, state) VALUES (?, ?, ?, 'new')",
                "%08x-%d".formatted(random.nextInt(), i),
                owner,
                ("canary-" + owner + " ").repeat(1 + random.nextInt(LENGTH_MAX / 16)));
          }
          return first;
        });
      }
      changeStates(database, random);
      assertThat(found()).contains("canary-deleted", "canary-shortened", "canary-stays");

      while (database.<Integer>write(
              tx ->
                  tx.update(
                      "DELETE FROM note WHERE id IN (SELECT id FROM note WHERE owner = 'deleted'"
                          + " ORDER BY state LIMIT ?)",
                      BATCH))
          > 0) {
        changeStates(database, random);
      }
      while (database.<Integer>write(
              tx ->
                  tx.update(
                      "UPDATE note SET body = 'none' WHERE id IN (SELECT id FROM note"
                          + " WHERE owner = 'shortened' AND body <> 'none' LIMIT ?)",
                      BATCH))
          > 0) {
        changeStates(database, random);
      }

      assertThat(database.purge()).isTrue();
      assertThat(database.compact()).isTrue();
      assertThat(database.purge()).isTrue();
      assertThat(found()).containsExactly("canary-stays");
    }
  }

  /**
   * Pages that are split keep copies of rows that went to another one, whatever is deleted there.
   */
  @Test
  void copies_that_split_pages_keep_are_gone_once_the_file_is_written_anew() throws Exception {
    var random = new Random(3);
    try (var database = open()) {
      boolean kept = false;
      for (int round = 0; round < 60; round++) {
        database.write(tx -> {
          for (int i = 0; i < 40; i++) {
            tx.update(
                "INSERT INTO note (id, owner, body, state) VALUES (?, ?, ?, 'new')",
                "%08x".formatted(random.nextInt()),
                i % 2 == 0 ? "stays" : "deleted",
                (i % 2 == 0 ? "canary-stays" : "canary-deleted") + "x".repeat(random.nextInt(900)));
          }
          return 40;
        });
        database.write(tx -> tx.update("DELETE FROM note WHERE owner = 'deleted'"));
        assertThat(database.purge()).isTrue();
        kept |= found().contains("canary-deleted");
      }
      assertThat(kept).as("this test could not fail").isTrue();

      assertThat(database.compact()).isTrue();
      assertThat(database.purge()).isTrue();
      assertThat(found()).containsExactly("canary-stays");
    }
  }

  @Test
  void a_purge_that_somebody_s_read_holds_up_says_so_and_is_done_later() throws Exception {
    try (var database = open()) {
      database.write(tx ->
          tx.update(
              "INSERT INTO note (id, owner, body, state) VALUES ('a', 'x', 'canary-deleted', 'new')"));
      var reading = new CountDownLatch(1);
      var over = new CountDownLatch(1);
      var reader =
          Thread.ofVirtual()
              .start(() ->
                  database.read(tx -> {
                    var seen = tx.list("SELECT id FROM note", row -> row.text("id"));
                    reading.countDown();
                    await(over);
                    return seen;
                  }));
      reading.await();
      database.write(tx -> tx.update("DELETE FROM note"));

      assertThat(database.purge()).isFalse();
      over.countDown();
      reader.join();

      assertThat(database.purge()).isTrue();
      assertThat(found()).isEmpty();
    }
  }

  private SqliteDatabase open() {
    return SqliteDatabase.open(
        directory.resolve("test.db"),
        List.of("classpath:dev/atelier/database/erased"),
        SqliteOptions.DEFAULT);
  }

  /** Moves rows about in the index. */
  private static void changeStates(Database database, Random random) {
    database.write(tx ->
        tx.update(
            "UPDATE note SET state = state || ? WHERE id IN (SELECT id FROM note ORDER BY body LIMIT 9)",
            Integer.toHexString(random.nextInt())));
  }

  private List<String> found() throws IOException {
    var all = new StringBuilder();
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        all.append(new String(Files.readAllBytes(file), ISO_8859_1));
      }
    }
    String bytes = all.toString();
    return List.of("canary-deleted", "canary-shortened", "canary-stays").stream()
        .filter(bytes::contains)
        .toList();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
