package dev.atelier.database;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What only the database in a file does: batches, snapshots, failing disks, closing. */
@Timeout(60)
class SqliteDatabaseTest {
  private static final SqliteOptions ONE_BATCH =
      new SqliteOptions(
          64,
          64,
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          Duration.ofSeconds(20),
          2,
          16,
          InstantSource.system());

  @TempDir private Path directory;
  private ExecutorService threads;
  private SqliteDatabase database;

  @BeforeEach
  void open() {
    threads = Executors.newVirtualThreadPerTaskExecutor();
    database = open(ONE_BATCH);
  }

  @AfterEach
  void close() {
    database.close();
    threads.close();
  }

  @Test
  void waiting_bodies_are_committed_together() throws Exception {
    var seen = new ConcurrentLinkedQueue<String>();
    var all = inOneBatch(List.of(noting(seen, "a"), noting(seen, "b"), noting(seen, "c")));

    for (var one : all) {
      one.get(20, SECONDS);
    }
    assertThat(seen).containsExactly("a runs", "b runs", "c runs", "a lasts", "b lasts", "c lasts");
  }

  @Test
  void one_commit_writes_each_sum_once_and_only_for_those_who_succeed() throws Exception {
    database.write(tx -> {
      tx.add(DatabaseContract.NUMBERS, List.of("a"), 1);
      return "made";
    });
    database.write(tx ->
        tx.update(
            """
            CREATE TRIGGER counted AFTER UPDATE OF number ON note
            BEGIN UPDATE note SET flag = flag + 1 WHERE id = NEW.id; END
            """));

    var all =
        inOneBatch(
            List.of(
                adding(2),
                tx -> {
                  tx.add(DatabaseContract.NUMBERS, List.of("a"), 100);
                  throw new IllegalStateException("no");
                },
                adding(3)));

    all.getFirst().get(20, SECONDS);
    all.getLast().get(20, SECONDS);
    assertThat(row("number")).isEqualTo(6);
    assertThat(row("flag")).isEqualTo(1);
  }

  @Test
  void a_sum_of_others_that_a_failed_body_made_to_be_written_is_written_all_the_same()
      throws Exception {
    var all =
        inOneBatch(
            List.of(
                adding(2),
                tx -> {
                  tx.add(DatabaseContract.NUMBERS, List.of("a"), 100);
                  var seen = tx.first("SELECT number FROM note", row -> row.number("number"));
                  throw new IllegalStateException("saw " + seen.orElseThrow());
                },
                adding(3)));

    all.getLast().get(20, SECONDS);
    assertThat(row("number")).isEqualTo(5);
  }

  @Test
  void one_commit_reads_a_shared_setting_once() throws Exception {
    database.write(tx -> add(tx, "a"));
    var asked = new ConcurrentLinkedQueue<String>();
    Database.Work<Integer> asks =
        tx -> {
          var _ =
              tx.firstShared(
                  "note",
                  "SELECT id FROM note WHERE id = ?",
                  row -> asked.add(row.text("id")),
                  "a");
          return 1;
        };
    Database.Work<Integer> changes = tx -> tx.update("UPDATE note SET body = 'x' WHERE id = 'a'");

    for (var one : inOneBatch(List.of(asks, asks, changes, asks, asks))) {
      one.get(20, SECONDS);
    }
    assertThat(asked).hasSize(2);
  }

  private static Database.Work<Integer> adding(long amount) {
    return tx -> {
      tx.add(DatabaseContract.NUMBERS, List.of("a"), amount);
      return 1;
    };
  }

  private long row(String column) {
    return database.read(tx ->
        tx.first("SELECT " + column + " FROM note WHERE id = 'a'", row -> row.number(column))
            .orElseThrow());
  }

  @Test
  void a_failed_commit_fails_its_whole_batch_and_no_later_one() throws Exception {
    Database.Work<Integer> breaksTheCommit =
        tx -> {
          var _ = tx.update("PRAGMA defer_foreign_keys = 1");
          return tx.update("INSERT INTO tag (note, name) VALUES ('nowhere', 't')");
        };
    var ran = new ArrayList<String>();
    Database.Work<Integer> acts =
        tx -> {
          tx.afterCommit(() -> ran.add("never"));
          return add(tx, "b");
        };

    var all = inOneBatch(List.of(tx -> add(tx, "a"), breaksTheCommit, acts));

    assertThat(all).allSatisfy(SqliteDatabaseTest::isUnavailable);
    assertThat(ran).isEmpty();
    assertThat(ids()).isEmpty();
    database.write(tx -> add(tx, "c"));
    assertThat(ids()).containsExactly("c");
  }

  @Test
  void a_full_disk_fails_the_batch_and_later_space_ends_it() throws Exception {
    database.write(tx -> add(tx, "before"));
    limitPages(40);

    var all = inOneBatch(List.of(tx -> add(tx, "a"), tx -> addLarge(tx, "b")));

    assertThat(all).allSatisfy(SqliteDatabaseTest::isUnavailable);
    assertThat(ids()).containsExactly("before");
    limitPages(1_000_000);
    database.write(tx -> addLarge(tx, "after"));
    assertThat(ids()).containsExactly("after", "before");
  }

  @Test
  void a_body_that_swallows_a_full_disk_is_still_lost() {
    limitPages(40);

    assertThatThrownBy(() ->
            database.write(tx -> {
              assertThatThrownBy(() -> addLarge(tx, "a"))
                  .isInstanceOf(DatabaseUnavailableException.class);
              return "swallowed";
            }))
        .isInstanceOf(DatabaseUnavailableException.class);
  }

  @Test
  void an_exception_in_a_lost_batch_tells_of_the_loss() throws Exception {
    limitPages(40);
    Database.Work<Integer> concludes =
        tx -> {
          var seen = tx.first("SELECT id FROM note WHERE id = 'a'", row -> row.text("id"));
          throw new IllegalStateException("there is already " + seen.orElseThrow());
        };

    var all = inOneBatch(List.of(tx -> add(tx, "a"), concludes, tx -> addLarge(tx, "b")));

    assertThat(all).allSatisfy(SqliteDatabaseTest::isUnavailable);
  }

  @Test
  void a_read_keeps_its_snapshot_while_others_write() {
    List<Integer> counts =
        database.read(tx -> {
          int before = count(tx);
          onAnotherThread(() -> database.write(other -> add(other, "a")));
          return List.of(before, count(tx));
        });

    assertThat(counts).containsExactly(0, 0);
    assertThat(ids()).containsExactly("a");
  }

  @Test
  void reads_go_on_while_a_body_runs() {
    database.write(tx -> add(tx, "a"));

    int seen =
        database.write(tx -> {
          add(tx, "b");
          return onAnotherThread(() -> ids().size());
        });

    assertThat(seen).isEqualTo(1);
  }

  @Test
  void a_transaction_of_another_thread_is_refused() {
    database.write(tx ->
        onAnotherThread(() -> {
          assertThatThrownBy(() -> add(tx, "a")).isInstanceOf(IllegalStateException.class);
          return 1;
        }));
  }

  @Test
  void a_caller_without_a_turn_in_time_leaves_and_its_body_never_runs() throws Exception {
    reopen(ONE_BATCH.withWaitMax(Duration.ofMillis(100)));
    var blocker = new Blocker();
    var holder = threads.submit(() -> catching(() -> database.write(blocker)));
    blocker.awaitRunning();

    assertThatThrownBy(() -> database.write(tx -> add(tx, "late")))
        .isInstanceOf(DatabaseUnavailableException.class)
        .hasMessageContaining("busy");

    blocker.release();
    holder.get(20, SECONDS);
    reopen(ONE_BATCH);
    assertThat(ids()).isEmpty();
  }

  @Test
  void a_caller_whose_commit_is_not_answered_is_told_that_it_is_unknown() throws Exception {
    reopen(ONE_BATCH.withWaitMax(Duration.ofMillis(100)));
    var blocker = new Blocker();
    var holder = threads.submit(() -> catching(() -> database.write(blocker)));

    assertThat(holder.get(20, SECONDS)).isInstanceOf(CommitUnknownException.class);
    blocker.release();
  }

  @Test
  void a_full_queue_turns_callers_away() throws Exception {
    reopen(ONE_BATCH.withQueueMax(1).withWaitMax(Duration.ofMillis(300)));
    var blocker = new Blocker();
    var holder = threads.submit(() -> catching(() -> database.write(blocker)));
    blocker.awaitRunning();

    var queued = new ArrayList<Future<Throwable>>();
    for (int i = 0; i < 3; i++) {
      var id = "n" + i;
      queued.add(threads.submit(() -> catching(() -> database.write(tx -> add(tx, id)))));
    }
    var messages = new ArrayList<String>();
    for (var one : queued) {
      messages.add(String.valueOf(one.get(20, SECONDS).getMessage()));
    }

    assertThat(messages).anyMatch(message -> message.contains("too many"));
    blocker.release();
    holder.get(20, SECONDS);
  }

  @Test
  void closing_runs_what_waits() throws Exception {
    var blocker = new Blocker();
    var holder = threads.submit(() -> database.write(blocker));
    blocker.awaitRunning();
    var pending = submit(List.of(tx -> add(tx, "a"), tx -> add(tx, "b")));
    var closing = threads.submit(database::close);
    blocker.release();

    closing.get(20, SECONDS);
    holder.get(20, SECONDS);
    for (var one : pending) {
      one.get(20, SECONDS);
    }
    database = open(ONE_BATCH);
    assertThat(ids()).containsExactly("a", "b");
  }

  @Test
  void commits_are_made_to_last() {
    assertThat(pragma("journal_mode")).isEqualTo("wal");
    assertThat(pragma("synchronous")).isEqualTo("2");
    assertThat(pragma("foreign_keys")).isEqualTo("1");
  }

  @Test
  void a_later_module_brings_its_own_migrations_to_an_old_database() {
    var file = directory.resolve("grown.db");
    var small = List.of(DatabaseContract.LOCATIONS.getFirst());
    try (var old = SqliteDatabase.open(file, small, SqliteOptions.DEFAULT)) {
      old.write(tx -> add(tx, "a"));
      assertThatThrownBy(() -> old.read(tx -> tx.first("SELECT name FROM tag", _ -> 1)))
          .isInstanceOf(StatementFailedException.class);
    }

    try (var grown = SqliteDatabase.open(file, DatabaseContract.LOCATIONS, SqliteOptions.DEFAULT)) {
      grown.write(tx -> tx.update("INSERT INTO tag (note, name) VALUES ('a', 't')"));
    }
  }

  @Test
  void a_missing_migration_location_stops_the_start() {
    assertThatThrownBy(() ->
            SqliteDatabase.open(
                directory.resolve("other.db"),
                List.of("classpath:dev/atelier/nowhere"),
                SqliteOptions.DEFAULT))
        .isInstanceOf(IllegalStateException.class);
  }

  private SqliteDatabase open(SqliteOptions options) {
    return SqliteDatabase.open(directory.resolve("test.db"), DatabaseContract.LOCATIONS, options);
  }

  private void reopen(SqliteOptions options) {
    database.close();
    database = open(options);
  }

  /** Queues the bodies behind one that waits until all are queued. */
  private <T> List<Future<T>> inOneBatch(List<Database.Work<T>> bodies) throws Exception {
    var blocker = new Blocker();
    var holder = threads.submit(() -> catching(() -> database.write(blocker)));
    blocker.awaitRunning();
    var futures = submit(bodies);
    blocker.release();
    holder.get(20, SECONDS);
    return futures;
  }

  private <T> List<Future<T>> submit(List<Database.Work<T>> bodies) {
    var futures = new ArrayList<Future<T>>();
    for (var body : bodies) {
      int before = database.pending();
      futures.add(threads.submit(() -> database.write(body)));
      while (database.pending() == before) {
        Thread.onSpinWait();
      }
    }
    return futures;
  }

  private <T> T onAnotherThread(Callable<T> call) {
    try {
      return threads.submit(call).get(20, SECONDS);
    } catch (Exception failure) {
      throw new AssertionError(failure);
    }
  }

  private void limitPages(int pages) {
    database.write(tx -> tx.list("PRAGMA max_page_count = " + pages, _ -> 1));
  }

  private String pragma(String name) {
    return database.write(tx -> tx.first("PRAGMA " + name, row -> row.text(name))).orElseThrow();
  }

  private List<String> ids() {
    return database.read(tx -> tx.list("SELECT id FROM note ORDER BY id", row -> row.text("id")));
  }

  private static int count(Tx tx) {
    return tx.first("SELECT count(*) AS n FROM note", row -> (int) row.number("n")).orElseThrow();
  }

  private static int add(Tx tx, String id) {
    return tx.update("INSERT INTO note (id) VALUES (?)", id);
  }

  private static int addLarge(Tx tx, String id) {
    return tx.update("INSERT INTO note (id, body) VALUES (?, ?)", id, "x".repeat(1 << 20));
  }

  private static Database.Work<Integer> noting(ConcurrentLinkedQueue<String> seen, String id) {
    return tx -> {
      seen.add(id + " runs");
      tx.afterCommit(() -> seen.add(id + " lasts"));
      return add(tx, id);
    };
  }

  private static void isUnavailable(Future<?> future) {
    assertThat(future)
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(DatabaseUnavailableException.class);
  }

  private static Throwable catching(Runnable call) {
    try {
      call.run();
      return new AssertionError("nothing was thrown");
    } catch (RuntimeException thrown) {
      return thrown;
    }
  }

  /** A body that holds the writer until it is released. */
  private static final class Blocker implements Database.Work<String> {
    private final CountDownLatch running = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    @Override
    public String run(Tx tx) {
      running.countDown();
      await(released);
      return "done";
    }

    void awaitRunning() {
      await(running);
    }

    void release() {
      released.countDown();
    }

    private static void await(CountDownLatch latch) {
      try {
        assertThat(latch.await(20, SECONDS)).isTrue();
      } catch (InterruptedException failure) {
        throw new AssertionError(failure);
      }
    }
  }
}
