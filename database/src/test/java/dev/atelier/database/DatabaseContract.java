package dev.atelier.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Database} does; run over each kind of it. */
public abstract class DatabaseContract {
  /** The schema that the contract needs. */
  protected static final List<String> LOCATIONS =
      List.of("classpath:dev/atelier/database/first", "classpath:dev/atelier/database/second");

  /** Notes, taken for sums. */
  protected static final Sums NUMBERS = new Sums("note", List.of("id"), List.of("number"));

  private Database database;

  /** An empty database with {@link #LOCATIONS} applied. */
  protected abstract Database create() throws Exception;

  @BeforeEach
  final void open() throws Exception {
    database = create();
  }

  @AfterEach
  final void close() {
    database.close();
  }

  @Test
  void what_is_written_is_read_back() {
    insert("a", "hello");

    assertThat(bodies()).containsExactly("hello");
  }

  @Test
  void a_write_returns_what_its_body_returns() {
    assertThat(database.<Integer>write(tx -> add(tx, "a", "x"))).isEqualTo(1);
    assertThat(database.<String>write(_ -> "text")).isEqualTo("text");
    assertThat(database.<@Nullable Object>write(_ -> null)).isNull();
  }

  @Test
  void every_kind_of_value_comes_back_as_it_went_in() {
    var id = UUID.fromString("0192f0c4-0000-7000-8000-00000000abcd");
    var made = Instant.parse("2026-11-20T10:15:30.123Z");
    database.write(tx ->
        tx.update(
            "INSERT INTO note (id, body, number, flag, made) VALUES (?, ?, ?, ?, ?)",
            id,
            Optional.of("ü 图片 🦊"),
            Long.MIN_VALUE,
            true,
            made));

    database.read(tx ->
        tx.first(
                "SELECT id, body, number, flag, made FROM note WHERE made = ?",
                row -> {
                  assertThat(row.uuid("id")).isEqualTo(id);
                  assertThat(row.uuidOrNull("id")).contains(id);
                  assertThat(row.text("body")).isEqualTo("ü 图片 🦊");
                  assertThat(row.number("number")).isEqualTo(Long.MIN_VALUE);
                  assertThat(row.numberOrNull("number")).contains(Long.MIN_VALUE);
                  assertThat(row.flag("flag")).isTrue();
                  assertThat(row.instant("made")).isEqualTo(made);
                  assertThat(row.instantOrNull("made")).contains(made);
                  return row;
                },
                made)
            .orElseThrow());
  }

  @Test
  void a_nul_is_replaced_where_it_is_stored_and_where_it_is_asked_for() {
    insert("a\0b", "x\0y");

    assertThat(bodies()).containsExactly("x\ufffdy");
    assertThat(
            database.<Optional<String>>read(tx ->
                tx.first("SELECT body FROM note WHERE id = ?", row -> row.text("body"), "a\0b")))
        .isPresent();
  }

  @Test
  void nothing_is_stored_for_null_and_for_an_empty_optional() {
    database.write(tx ->
        tx.update(
            "INSERT INTO note (id, body, number, made) VALUES (?, ?, ?, ?)",
            "a",
            null,
            Optional.empty(),
            Optional.<Instant>empty()));

    database.read(tx ->
        tx.first(
                "SELECT body, number, made FROM note",
                row -> {
                  assertThat(row.textOrNull("body")).isEmpty();
                  assertThat(row.uuidOrNull("body")).isEmpty();
                  assertThat(row.numberOrNull("number")).isEmpty();
                  assertThat(row.instantOrNull("made")).isEmpty();
                  assertThatIllegalStateException().isThrownBy(() -> row.text("body"));
                  assertThatIllegalStateException().isThrownBy(() -> row.number("number"));
                  assertThatIllegalStateException().isThrownBy(() -> row.instant("made"));
                  assertThatIllegalArgumentException().isThrownBy(() -> row.text("nowhere"));
                  return row;
                })
            .orElseThrow());
  }

  @Test
  void an_argument_of_an_unknown_kind_and_a_missing_argument_are_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> database.write(tx -> tx.update("DELETE FROM note WHERE id = ?", List.of("a"))));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> database.write(tx -> tx.update("DELETE FROM note WHERE id = ?")));
  }

  @Test
  void a_write_sees_what_it_has_written() {
    List<String> seen =
        database.write(tx -> {
          add(tx, "a", "x");
          return bodies(tx);
        });

    assertThat(seen).containsExactly("x");
  }

  @Test
  void a_changed_row_can_be_returned_by_the_change() {
    insert("a", "x");

    Optional<String> was =
        database.write(tx ->
            tx.first(
                "UPDATE note SET body = ? WHERE id = ? RETURNING body",
                row -> row.text("body"),
                "y",
                "a"));

    assertThat(was).contains("y");
    assertThat(bodies()).containsExactly("y");
  }

  @Test
  void a_mapper_may_run_the_statement_whose_rows_it_maps() {
    insert("a", "x");
    insert("b", "y");
    var sql = "SELECT id, body FROM note WHERE id >= ? ORDER BY id";

    List<Integer> sizes =
        database.read(tx ->
            tx.list(
                sql, row -> tx.list(sql, inner -> inner.text("id"), row.text("id")).size(), "a"));

    assertThat(sizes).containsExactly(2, 1);
  }

  @Test
  void an_exception_of_the_body_rolls_it_back_and_reaches_the_caller_unchanged() {
    var thrown = new IllegalStateException("mine");

    assertThatThrownBy(() ->
            database.write(tx -> {
              add(tx, "a", "x");
              throw thrown;
            }))
        .isSameAs(thrown);
    assertThat(bodies()).isEmpty();
  }

  @Test
  void an_error_of_the_body_rolls_it_back_too() {
    var thrown = new AssertionError("mine");

    assertThatThrownBy(() ->
            database.write(tx -> {
              add(tx, "a", "x");
              throw thrown;
            }))
        .isSameAs(thrown);
    assertThat(bodies()).isEmpty();
  }

  @Test
  void a_broken_constraint_rolls_the_whole_body_back() {
    insert("a", "x");

    var failure =
        catchThrowableOfType(
            StatementFailedException.class,
            () ->
                database.write(tx -> {
                  add(tx, "b", "y");
                  return add(tx, "a", "z");
                }));

    assertThat(failure.constraint()).isTrue();
    assertThat(bodies()).containsExactly("x");
  }

  @Test
  void foreign_keys_are_enforced() {
    var failure =
        catchThrowableOfType(
            StatementFailedException.class,
            () ->
                database.write(
                    tx -> tx.update("INSERT INTO tag (note, name) VALUES (?, ?)", "none", "t")));

    assertThat(failure.constraint()).isTrue();
  }

  @Test
  void broken_sql_is_not_a_constraint() {
    var failure =
        catchThrowableOfType(
            StatementFailedException.class,
            () -> database.write(tx -> tx.update("DELETE nothing")));

    assertThat(failure.constraint()).isFalse();
  }

  @Test
  void a_body_that_swallows_a_failed_statement_is_not_committed() {
    insert("a", "x");

    assertThatThrownBy(() ->
            database.write(tx -> {
              add(tx, "b", "y");
              assertThatThrownBy(() -> add(tx, "a", "z"))
                  .isInstanceOf(StatementFailedException.class);
              assertThatIllegalStateException().isThrownBy(() -> bodies(tx));
              return "swallowed";
            }))
        .isInstanceOf(StatementFailedException.class);
    assertThat(bodies()).containsExactly("x");
  }

  @Test
  void a_failed_body_leaves_its_neighbours_alone() throws Exception {
    var neighbours =
        together(
            50,
            i -> {
              database.write(tx -> {
                add(tx, "n" + i, "body " + i);
                if (i % 3 == 0) {
                  throw new IllegalStateException("body " + i);
                }
                return i;
              });
              return i;
            });

    long failed = neighbours.stream().filter(DatabaseContract::failed).count();
    assertThat(failed).isEqualTo(17);
    assertThat(bodies()).hasSize(33).doesNotContain("body 0", "body 3", "body 48");
  }

  @Test
  void concurrent_increments_are_all_counted() throws Exception {
    database.write(tx -> tx.update("INSERT INTO note (id, number) VALUES (?, ?)", "n", 0));

    var done =
        together(
            200,
            _ ->
                database.<Integer>write(tx -> {
                  long was =
                      tx.first("SELECT number FROM note FOR UPDATE", row -> row.number("number"))
                          .orElseThrow();
                  return tx.update("UPDATE note SET number = ?", was + 1);
                }));

    assertThat(done).noneMatch(DatabaseContract::failed);
    assertThat(numbers()).containsExactly(200L);
  }

  @Test
  void actions_run_after_the_commit_in_order() {
    var ran = new ArrayList<String>();

    database.write(tx -> {
      tx.afterCommit(() -> ran.add("first"));
      tx.afterCommit(() -> ran.add("second"));
      assertThat(ran).isEmpty();
      return add(tx, "a", "x");
    });

    assertThat(ran).containsExactly("first", "second");
  }

  @Test
  void actions_of_a_rolled_back_body_never_run() {
    var ran = new ArrayList<String>();

    assertThatThrownBy(() ->
            database.write(tx -> {
              tx.afterCommit(() -> ran.add("never"));
              throw new IllegalStateException();
            }))
        .isInstanceOf(IllegalStateException.class);
    insert("a", "x");

    assertThat(ran).isEmpty();
  }

  @Test
  void an_action_that_throws_does_not_harm_the_caller_or_the_next_action() {
    var ran = new ArrayList<String>();

    String value =
        database.write(tx -> {
          tx.afterCommit(() -> {
            throw new IllegalStateException("expected in this test");
          });
          tx.afterCommit(() -> ran.add("next"));
          return "fine";
        });

    assertThat(value).isEqualTo("fine");
    assertThat(ran).containsExactly("next");
  }

  @Test
  void a_read_changes_nothing() {
    insert("a", "x");

    assertThatThrownBy(() -> database.read(tx -> tx.update("DELETE FROM note")))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() ->
            database.read(tx -> tx.list("DELETE FROM note RETURNING id", row -> row.text("id"))))
        .isInstanceOf(StatementFailedException.class);
    assertThatThrownBy(() ->
            database.read(tx -> {
              tx.afterCommit(() -> {});
              return 1;
            }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(bodies()).containsExactly("x");
  }

  @Test
  void an_exception_of_a_read_reaches_the_caller_and_harms_no_later_one() {
    var thrown = new IllegalStateException("mine");
    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() ->
              database.read(_ -> {
                throw thrown;
              }))
          .isSameAs(thrown);
    }
    insert("a", "x");

    assertThat(bodies()).containsExactly("x");
  }

  @Test
  void a_transaction_cannot_be_used_after_its_end() {
    var written = new AtomicReference<Tx>();
    database.write(tx -> {
      written.set(tx);
      return 1;
    });
    var read = new AtomicReference<Tx>();
    database.read(tx -> {
      read.set(tx);
      return 1;
    });

    assertThatIllegalStateException().isThrownBy(() -> add(written.get(), "a", "x"));
    assertThatIllegalStateException().isThrownBy(() -> written.get().afterCommit(() -> {}));
    assertThatIllegalStateException().isThrownBy(() -> bodies(read.get()));
  }

  @Test
  void a_transaction_inside_another_is_refused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> database.write(_ -> database.<Integer>write(_ -> 1)));
    assertThatIllegalStateException()
        .isThrownBy(() -> database.write(_ -> database.<Integer>read(_ -> 1)));
  }

  @Test
  void an_interrupted_caller_gets_its_answer_and_stays_interrupted() throws Exception {
    var seen =
        together(
                1,
                _ -> {
                  Thread.currentThread().interrupt();
                  insert("a", "x");
                  boolean afterWrite = Thread.currentThread().isInterrupted();
                  assertThat(bodies()).containsExactly("x");
                  return List.of(afterWrite, Thread.currentThread().isInterrupted());
                })
            .getFirst()
            .get();

    assertThat(seen).containsExactly(true, true);
  }

  @Test
  void a_closed_database_says_so() {
    database.close();

    assertThatThrownBy(() -> insert("a", "x")).isInstanceOf(DatabaseUnavailableException.class);
    assertThatThrownBy(this::bodies).isInstanceOf(DatabaseUnavailableException.class);
  }

  @Test
  void sums_are_added_up() {
    database.write(tx -> {
      tx.add(NUMBERS, List.of("a"), 2);
      tx.add(NUMBERS, List.of("a"), 3);
      tx.add(NUMBERS, List.of("b"), -1);
      return "done";
    });
    database.write(tx -> {
      tx.add(NUMBERS, List.of("a"), 10);
      return "done";
    });
    assertThat(numbers()).containsExactlyInAnyOrder(15L, -1L);
  }

  @Test
  void what_was_added_is_seen_by_later_statements_of_its_transaction() {
    List<Long> seen =
        database.write(tx -> {
          tx.add(NUMBERS, List.of("a"), 2);
          List<Long> before = tx.list("SELECT number FROM note", row -> row.number("number"));
          tx.add(NUMBERS, List.of("a"), 3);
          return before;
        });
    assertThat(seen).containsExactly(2L);
    assertThat(numbers()).containsExactly(5L);
  }

  @Test
  void what_a_failed_transaction_added_is_not_there() {
    database.write(tx -> {
      tx.add(NUMBERS, List.of("a"), 1);
      return "done";
    });
    assertThatThrownBy(() ->
            database.write(tx -> {
              tx.add(NUMBERS, List.of("a"), 2);
              var _ = tx.list("SELECT number FROM note", row -> row.number("number"));
              tx.add(NUMBERS, List.of("a"), 4);
              throw new IllegalStateException("no");
            }))
        .hasMessage("no");
    assertThat(numbers()).containsExactly(1L);
  }

  @Test
  void sums_are_for_rows_of_the_table_s_shape() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            database.write(tx -> {
              tx.add(NUMBERS, List.of("a", "b"), 1);
              return "done";
            }));
    assertThatIllegalStateException()
        .isThrownBy(() ->
            database.read(tx -> {
              tx.add(NUMBERS, List.of("a"), 1);
              return "done";
            }));
  }

  @Test
  void a_shared_setting_is_what_the_transaction_made_of_it() {
    insert("a", "old");
    List<Optional<String>> seen =
        database.write(tx -> {
          var all = new ArrayList<Optional<String>>();
          all.add(shared(tx));
          tx.update("UPDATE note SET body = 'new' WHERE id = 'a'");
          all.add(shared(tx));
          tx.update("DELETE FROM note");
          all.add(shared(tx));
          return all;
        });
    assertThat(seen).containsExactly(Optional.of("old"), Optional.of("new"), Optional.empty());
    assertThat(database.<Optional<String>>read(DatabaseContract::shared)).isEmpty();
  }

  @Test
  void a_setting_that_was_rolled_back_is_not_remembered() {
    insert("a", "old");
    assertThatThrownBy(() ->
            database.write(tx -> {
              tx.update("UPDATE note SET body = 'new' WHERE id = 'a'");
              assertThat(shared(tx)).contains("new");
              throw new IllegalStateException("no");
            }))
        .hasMessage("no");
    assertThat(database.<Optional<String>>write(DatabaseContract::shared)).contains("old");
  }

  @Test
  void of_those_who_lock_a_name_one_goes_on_at_a_time() throws Exception {
    var done =
        together(
            20,
            i ->
                database.<Integer>write(tx -> {
                  tx.lock("notes");
                  return bodies(tx).isEmpty() ? add(tx, "n" + i, "first") : 0;
                }));

    assertThat(done).noneMatch(DatabaseContract::failed);
    assertThat(bodies()).containsExactly("first");
    assertThatIllegalStateException()
        .isThrownBy(() ->
            database.read(tx -> {
              tx.lock("notes");
              return 1;
            }));
  }

  private static Optional<String> shared(Tx tx) {
    return tx.firstShared(
        "note", "SELECT body FROM note WHERE id = ?", row -> row.text("body"), "a");
  }

  private void insert(String id, String body) {
    database.write(tx -> add(tx, id, body));
  }

  private List<String> bodies() {
    return database.read(DatabaseContract::bodies);
  }

  private List<Long> numbers() {
    return database.read(tx -> tx.list("SELECT number FROM note", row -> row.number("number")));
  }

  private static int add(Tx tx, String id, String body) {
    return tx.update("INSERT INTO note (id, body) VALUES (?, ?)", id, body);
  }

  private static List<String> bodies(Tx tx) {
    return tx.list("SELECT body FROM note ORDER BY id", row -> row.text("body"));
  }

  private static boolean failed(Future<?> future) {
    return future.state() == Future.State.FAILED;
  }

  private static <T> List<Future<T>> together(int count, Task<T> task)
      throws InterruptedException, ExecutionException, TimeoutException {
    var futures = new ArrayList<Future<T>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        int number = i;
        Callable<T> call = () -> task.run(number);
        futures.add(threads.submit(call));
      }
      threads.shutdown();
      assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }
    return futures;
  }

  /** The work of one of several threads. */
  private interface Task<T> {
    T run(int number) throws Exception;
  }
}
