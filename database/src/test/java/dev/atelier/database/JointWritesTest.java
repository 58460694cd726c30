package dev.atelier.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bodies of many callers in one transaction, and changes of one text in one round trip. */
class JointWritesTest {
  private static final String INSERT = "INSERT INTO note (id, body) VALUES (?, ?)";
  private static final int CALLERS = 40;

  private PostgresDatabase database;

  @BeforeEach
  void open() {
    database = PostgresServer.connected(DatabaseContract.LOCATIONS);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void bodies_that_wait_together_are_few_transactions() throws Exception {
    List<String> transactions = together(JointWritesTest::transaction);

    assertThat(new HashSet<>(transactions)).hasSizeLessThan(CALLERS / 4);
  }

  @Test
  void one_that_throws_is_alone_in_that() throws Exception {
    var number = new AtomicInteger();
    List<String> ends =
        together(tx -> {
          int own = number.incrementAndGet();
          tx.expect(1, IllegalStateException::new, INSERT, "note-" + own, "x");
          if (own % 10 == 0) {
            throw new IllegalArgumentException("this one does not want to");
          }
          return "stored";
        });

    long stored = ends.stream().filter("stored"::equals).count();
    assertThat(count()).isEqualTo(stored);
    assertThat(ends.stream().filter("this one does not want to"::equals)).isNotEmpty();
    assertThat(stored).isGreaterThan(CALLERS / 2);
  }

  @Test
  void actions_run_after_the_commit_that_all_share() throws Exception {
    var seen = new AtomicInteger();
    together(tx -> {
      tx.update(INSERT, "note-" + transaction(tx) + "-" + System.nanoTime(), "x");
      tx.afterCommit(() -> seen.incrementAndGet());
      return "stored";
    });

    assertThat(seen).hasValue(CALLERS);
    assertThat(count()).isEqualTo(CALLERS);
  }

  @Test
  void one_that_waits_for_a_row_of_others_goes_on_by_itself() throws Exception {
    database.write(tx -> tx.update(INSERT, "held", "x"));
    var locked = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> holder =
          threads.submit(() ->
              database.write(tx -> {
                int changed = tx.update("UPDATE note SET body = 'y' WHERE id = 'held'");
                locked.countDown();
                waitFor(release);
                return changed;
              }));
      locked.await();
      Future<Integer> waiting =
          threads.submit(() ->
              database.writeTogether(
                  "a", tx -> tx.update("UPDATE note SET body = 'z' WHERE id = 'held'")));
      assertThat(database.<Integer>writeTogether("b", tx -> tx.update(INSERT, "other", "x")))
          .isEqualTo(1);
      Thread.sleep(400); // longer than they wait who share a transaction
      release.countDown();

      assertThat(holder.get()).isEqualTo(1);
      assertThat(waiting.get()).isEqualTo(1);
    }
  }

  @Test
  void a_body_starts_no_other_transaction() {
    assertThatIllegalStateException()
        .isThrownBy(() ->
            database.writeTogether(
                "a", _ -> database.writeTogether("b", JointWritesTest::transaction)));
  }

  @Test
  void a_change_that_waits_is_read_by_what_follows() {
    Optional<String> body =
        database.write(tx -> {
          tx.expect(1, IllegalStateException::new, INSERT, "a", "hello");
          return tx.first("SELECT body FROM note WHERE id = 'a'", row -> row.text("body"));
        });

    assertThat(body).contains("hello");
  }

  @Test
  void one_that_finds_other_rows_than_it_expected_keeps_all_from_the_commit() {
    assertThatThrownBy(() ->
            database.write(tx -> {
              tx.expect(1, IllegalStateException::new, INSERT, "a", "x");
              tx.expect(
                  1,
                  () -> new IllegalArgumentException("nothing there"),
                  "UPDATE note SET body = ? WHERE id = ?",
                  "y",
                  "b");
              return "never";
            }))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("nothing there");
    assertThat(count()).isZero();
  }

  @Test
  void whoever_catches_that_cannot_commit_the_rest() {
    assertThatThrownBy(() ->
            database.write(tx -> {
              tx.expect(
                  1,
                  () -> new IllegalArgumentException("nothing there"),
                  "UPDATE note SET body = ? WHERE id = ?",
                  "y",
                  "b");
              try {
                return tx.first("SELECT body FROM note", row -> row.text("body")).isPresent();
              } catch (IllegalArgumentException _) {
                return true;
              }
            }))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void close_runs_what_waits() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var ends = new ArrayList<Future<Integer>>();
      for (int i = 0; i < 10; i++) {
        String id = "note-" + i;
        ends.add(
            threads.submit(() -> database.writeTogether(id, tx -> tx.update(INSERT, id, "x"))));
      }
      for (Future<Integer> end : ends) {
        assertThat(end.get()).isEqualTo(1);
      }
    }
    database.close();
    assertThatThrownBy(() -> database.writeTogether("a", JointWritesTest::transaction))
        .isInstanceOf(DatabaseUnavailableException.class);
  }

  /** What each of many comes to whose bodies wait until all are there; or what it threw. */
  private List<String> together(Database.Work<String> body) throws Exception {
    var release = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var ends = new ArrayList<Future<String>>();
      for (int i = 0; i < JointWriters.THREADS; i++) {
        var begun = new CountDownLatch(1);
        ends.add(
            threads.submit(() ->
                end(tx -> {
                  begun.countDown();
                  waitFor(release);
                  return body.run(tx);
                })));
        begun.await();
      }
      for (int i = JointWriters.THREADS; i < CALLERS; i++) {
        ends.add(threads.submit(() -> end(body)));
      }
      Awaitility.await().until(() -> database.pending() == CALLERS - JointWriters.THREADS);
      release.countDown();
      var all = new ArrayList<String>();
      for (Future<String> end : ends) {
        all.add(end.get());
      }
      return all;
    }
  }

  private static void waitFor(CountDownLatch latch) {
    boolean _ =
        UninterruptibleWaits.uninterrupted(
            Duration.ofSeconds(20), left -> latch.await(left, TimeUnit.NANOSECONDS));
  }

  private String end(Database.Work<String> work) {
    try {
      return database.writeTogether("tenant", work);
    } catch (IllegalArgumentException thrown) {
      return String.valueOf(thrown.getMessage());
    }
  }

  private static String transaction(Tx tx) {
    return tx.first("SELECT CAST(pg_current_xact_id() AS TEXT) AS id", row -> row.text("id"))
        .orElseThrow();
  }

  private long count() {
    return database.read(
        tx -> tx.first("SELECT COUNT(*) AS n FROM note", row -> row.number("n")).orElseThrow());
  }
}
