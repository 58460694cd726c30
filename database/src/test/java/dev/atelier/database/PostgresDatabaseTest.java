package dev.atelier.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a server brings along: conflicts, connections that break, locks, and a time of its own. */
class PostgresDatabaseTest {
  private static final PostgresOptions IMPATIENT =
      PostgresServer.OPTIONS.withTimes(
          Duration.ofSeconds(10), Duration.ofMillis(1_500), Duration.ofMillis(200));

  private Database database;

  @BeforeEach
  void open() {
    database = PostgresServer.open(DatabaseContract.LOCATIONS);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void a_connection_that_breaks_before_the_commit_costs_nothing_but_time() {
    insert("a");
    var runs = new AtomicInteger();

    database.write(tx -> {
      int changed = tx.update("UPDATE note SET number = number + 1 WHERE id = 'a'");
      if (runs.incrementAndGet() == 1) {
        tx.first("SELECT pg_terminate_backend(pg_backend_pid())", _ -> true);
      }
      return changed;
    });

    assertThat(runs).hasValue(2);
    assertThat(number("a")).isEqualTo(1);
  }

  @Test
  void a_connection_that_breaks_at_the_commit_leaves_it_unknown_and_runs_no_action() {
    database.write(tx -> tx.update(BREAKING));
    database.write(tx ->
        tx.update(
            "CREATE CONSTRAINT TRIGGER breaks AFTER INSERT ON note DEFERRABLE INITIALLY DEFERRED"
                + " FOR EACH ROW EXECUTE FUNCTION breaks()"));
    var ran = new ArrayList<String>();

    assertThatThrownBy(() ->
            database.write(tx -> {
              tx.afterCommit(() -> ran.add("never"));
              return tx.update("INSERT INTO note (id) VALUES ('a')");
            }))
        .isInstanceOf(CommitUnknownException.class);
    assertThat(ran).isEmpty();
    assertThat(count()).isZero();
  }

  private static final String BREAKING =
      """
      CREATE FUNCTION breaks() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$\
      """;

  @Test
  void of_many_that_look_and_then_insert_one_inserts_and_the_others_see_it() throws Exception {
    List<Boolean> made =
        together(
            24,
            _ ->
                database.<Boolean>write(tx -> {
                  boolean known =
                      tx.first("SELECT id FROM note WHERE id = 'x'", row -> row.text("id"))
                          .isPresent();
                  return !known && tx.update("INSERT INTO note (id) VALUES ('x')") == 1;
                }));

    assertThat(Collections.frequency(made, true)).isEqualTo(1);
  }

  @Test
  void bodies_that_lock_the_same_rows_the_other_way_round_both_happen() throws Exception {
    insert("a");
    insert("b");

    together(
        4,
        i ->
            database.<Integer>write(tx -> {
              String first = i % 2 == 0 ? "a" : "b";
              String then = i % 2 == 0 ? "b" : "a";
              tx.update("UPDATE note SET number = number + 1 WHERE id = ?", first);
              return tx.update("UPDATE note SET number = number + 1 WHERE id = ?", then);
            }));

    assertThat(number("a")).isEqualTo(4);
    assertThat(number("b")).isEqualTo(4);
  }

  @Test
  void sums_added_in_any_order_add_up() throws Exception {
    together(
        60,
        i ->
            database.<String>write(tx -> {
              for (int key = 0; key < 8; key++) {
                tx.add(DatabaseContract.NUMBERS, List.of("s" + ((i * 3 + key) % 8)), 1);
              }
              return "added";
            }));

    for (int key = 0; key < 8; key++) {
      assertThat(number("s" + key)).isEqualTo(60);
    }
  }

  @Test
  void a_body_that_finds_a_row_changed_is_repeated_and_gives_up_in_the_end() {
    var runs = new AtomicInteger();

    String value =
        database.write(tx -> {
          tx.update("INSERT INTO note (id) VALUES ('a')");
          if (runs.incrementAndGet() < 4) {
            throw new WriteConflictException("changed");
          }
          return "done";
        });

    assertThat(value).isEqualTo("done");
    assertThat(count()).isEqualTo(1);
    assertThatThrownBy(() ->
            database.write(_ -> {
              throw new WriteConflictException("always");
            }))
        .isInstanceOf(DatabaseUnavailableException.class);
  }

  @Test
  void nobody_waits_for_a_row_or_a_statement_for_ever() throws Exception {
    close();
    database = PostgresServer.open(DatabaseContract.LOCATIONS, IMPATIENT);
    insert("a");
    var locked = new CountDownLatch(1);
    var done = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> holder =
          threads.submit(() ->
              database.<Integer>write(tx -> {
                int changed = tx.update("UPDATE note SET number = 5 WHERE id = 'a'");
                locked.countDown();
                await(done);
                return changed;
              }));
      locked.await();

      assertThatThrownBy(
              () -> database.write(tx -> tx.update("UPDATE note SET number = 6 WHERE id = 'a'")))
          .isInstanceOf(DatabaseUnavailableException.class);
      done.countDown();
      assertThat(holder.get()).isEqualTo(1);
    }
    assertThatThrownBy(() -> database.read(tx -> tx.first("SELECT pg_sleep(20)", _ -> true)))
        .isInstanceOf(DatabaseUnavailableException.class);
    assertThat(number("a")).isEqualTo(5);
  }

  @Test
  void while_the_server_refuses_callers_are_told_and_afterwards_served() {
    insert("a");
    String name =
        database.read(tx ->
            tx.first("SELECT current_database() AS name", row -> row.text("name")).orElseThrow());
    PostgresServer.administer("ALTER DATABASE " + name + " ALLOW_CONNECTIONS false");
    PostgresServer.administer(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'");

    assertThatThrownBy(() -> insert("b")).isInstanceOf(DatabaseUnavailableException.class);
    long start = System.nanoTime();
    for (int i = 0; i < 50; i++) {
      assertThatThrownBy(() -> insert("b")).isInstanceOf(DatabaseUnavailableException.class);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));

    PostgresServer.administer("ALTER DATABASE " + name + " ALLOW_CONNECTIONS true");
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptions()
        .until(() -> {
          insert("b");
          return count() == 2;
        });
  }

  @Test
  void the_time_is_the_server_s_and_the_same_throughout_a_body() {
    database.write(tx -> {
      Instant first = tx.now();
      Optional<Long> server =
          tx.first(
              "SELECT CAST(FLOOR(EXTRACT(EPOCH FROM now()) * 1000) AS BIGINT) AS now FROM"
                  + " pg_sleep(0.05)",
              row -> row.number("now"));
      assertThat(server).contains(first.toEpochMilli());
      assertThat(tx.now()).isEqualTo(first);
      return 1;
    });
  }

  @Test
  void several_that_start_over_a_new_database_at_once_find_one_schema() throws Exception {
    PostgresAddress address = PostgresServer.empty();

    List<Integer> notes =
        together(
            3,
            _ -> {
              try (var fresh =
                  PostgresDatabase.open(
                      address, DatabaseContract.LOCATIONS, PostgresServer.OPTIONS)) {
                return fresh.<Integer>read(
                    tx -> tx.list("SELECT id FROM note", row -> row.text("id")).size());
              }
            });

    assertThat(notes).containsExactly(0, 0, 0);
  }

  @Test
  void an_address_tells_no_password() {
    assertThat(
            new PostgresAddress(
                "jdbc:postgresql://db/atelier?password=secret", Optional.empty(), Optional.of("p")))
        .hasToString("jdbc:postgresql://db/atelier");
    assertThatThrownBy(
            () -> new PostgresAddress("jdbc:mysql://db", Optional.empty(), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void insert(String id) {
    database.write(tx -> tx.update("INSERT INTO note (id, number) VALUES (?, 0)", id));
  }

  private long number(String id) {
    return database.read(tx ->
        tx.first("SELECT number FROM note WHERE id = ?", row -> row.number("number"), id)
            .orElseThrow());
  }

  private int count() {
    return database.read(tx -> tx.list("SELECT id FROM note", row -> row.text("id")).size());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  private static <T> List<T> together(int count, Task<T> task) throws Exception {
    var futures = new ArrayList<Future<T>>();
    var results = new ArrayList<T>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        int number = i;
        futures.add(threads.submit(() -> task.run(number)));
      }
      for (var future : futures) {
        results.add(future.get());
      }
    }
    return results;
  }

  /** The work of one of several threads. */
  private interface Task<T> {
    T run(int number) throws Exception;
  }
}
