package dev.atelier.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.database.Tx;
import dev.atelier.gateway.GatewaySettings;
import dev.atelier.gateway.attempt.AttemptSettings;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.AttemptOutcome.Cause;
import dev.atelier.provider.AttemptOutcome.NotSent;
import java.time.Duration;
import java.util.Optional;
import java.util.function.ObjIntConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Puts one defect after another into the statements, and expects the rules to notice. */
class DefectsAreFoundTest {
  private static final int ENTRY_COLUMNS = 14;
  private static final int SEEDS_MAX = 600;
  private static final String TAKEN_OVER = "UPDATE job SET node = ?, lease_expires = ?";
  private static final String BACK_IN_QUEUE = "SET state = 'QUEUED', node = NULL";
  private static final String FIRST_REMOTE =
      "id = (SELECT MIN(o.id) FROM job_attempt o WHERE o.job = job_attempt.job"
          + " AND o.ended IS NULL AND o.remote_id IS NOT NULL)";

  static Stream<Arguments> defects() {
    return Stream.of(
        defect(
            Promise.NOTHING_LOST,
            "an accepted job that is not stored",
            dropping("INSERT INTO job (")),
        defect(
            Promise.NOTHING_LOST,
            "nobody takes over",
            changing("AND node <> ?", "AND node = ? || '?'")),
        defect(
            Promise.NOTHING_LOST,
            "a lease that keeps nobody out",
            changing("token = ?", "? IS NOT NULL")),
        defect(
            Promise.CHARGED_ONCE,
            "an image is charged double",
            entries(
                "charge",
                (args, from) -> {
                  args[from + 5] = (Long) args[from + 5] - (Long) args[from + 7];
                  args[from + 7] = 2 * (Long) args[from + 7];
                })),
        defect(
            Promise.CHARGED_ONCE,
            "a hold is not released",
            entries(
                "release",
                (args, from) -> {
                  args[from + 5] = 0L;
                  args[from + 6] = 0L;
                })),
        defect(
            Promise.NOTHING_LOST,
            "a job succeeds without its images",
            dropping("INSERT INTO job_image")),
        defect(
            Promise.CHARGED_ONCE,
            "an idempotency key is forgotten",
            dropping("INSERT INTO idempotency_record")),
        defect(
            Promise.CHARGED_ONCE,
            "what is paid in is not written down",
            Sabotage.rewriting((sql, args) ->
                sql.startsWith("INSERT INTO ledger_entries") && "top-up".equals(args[1])
                    ? null
                    : sql)),
        defect(
            Promise.CHARGED_ONCE,
            "a budget counts what is held double",
            Sabotage.rewriting((sql, args) -> {
              if (sql.startsWith("UPDATE budgets SET used = ? +")) {
                args[0] = 2 * (Long) args[0];
              }
              return sql;
            })),
        defect(
            Promise.CHARGED_ONCE,
            "what a budget counted is not given back",
            dropping("UPDATE budgets SET used = CASE WHEN used < ?")),
        defect(
            Promise.LIMITS_HOLD,
            "nobody counts the jobs of a tenant",
            changing(
                "SELECT COUNT(*) AS jobs FROM (SELECT 1 FROM job WHERE tenant = ? AND state IN",
                "SELECT 0 AS jobs FROM (SELECT 1 FROM job WHERE tenant = ? AND state IN")),
        defect(
            Promise.LIMITS_HOLD,
            "nobody counts the jobs of an end user",
            changing(
                "SELECT COUNT(*) AS jobs FROM (SELECT 1 FROM job WHERE tenant = ? AND end_user",
                "SELECT 0 AS jobs FROM (SELECT 1 FROM job WHERE tenant = ? AND end_user")),
        defect(
            Promise.LIMITS_HOLD,
            "nobody counts those who wait",
            changing("state = 'QUEUED' LIMIT ?) AS open", "state = 'QUEUED' LIMIT 0 * ?) AS open")),
        defect(Promise.CHARGED_ONCE, "nobody is told", dropping("INSERT INTO webhook_delivery")),
        defect(
            Promise.SPEND_NAMED,
            "a call leaves without an intent",
            dropping("INSERT INTO job_attempt")),
        defect(
            Promise.SPEND_NAMED,
            "nobody says why an image is bought again",
            dropping("INSERT INTO job_difference")),
        defect(
            Promise.SPEND_NAMED,
            "upstream costs are not recorded",
            dropping("INSERT INTO upstream_costs")),
        defect(
            Promise.SPEND_NAMED,
            "an unknown outcome is called not sent",
            Sabotage.rewriting((sql, args) -> {
              if (sql.startsWith("UPDATE job_attempt SET outcome") && "unknown".equals(args[0])) {
                args[0] = "not_sent";
              }
              return sql;
            })));
  }

  static Stream<Arguments> attemptDefects() {
    return Stream.of(
        defect(
            "nobody ends",
            "only one call of an interrupted job is looked at",
            recovering("ORDER BY begun, id", "AND ended IS NULL ORDER BY begun, id LIMIT 1")),
        defect(
            "is queued while a call of it is open",
            "an interrupted job is queued without a look at its calls",
            recovering("ORDER BY begun, id", "AND ended IS NOT NULL")),
        defect(
            "was taken over without asking for",
            "the upstream's id of a call is forgotten in recovery",
            recovering("remote_id", "NULL AS remote_id")),
        defect(
            "that can be found again",
            "a question without an answer is final",
            Sabotage.configuring(DefectsAreFoundTest::withoutResuming)),
        defect(
            "our own disk did not take",
            "our own disk's trouble is called unknown",
            Sabotage.rewriting((sql, args) -> {
              if (sql.startsWith("UPDATE job_attempt SET outcome")
                  && "what was made could not be stored".equals(args[2])) {
                args[0] = "unknown";
              }
              return sql;
            })),
        defect(
            "bought more although it could no longer succeed",
            "all or nothing goes on after a failed image",
            tx ->
                new Sabotage.Rewriting(
                    tx,
                    (sql, args) ->
                        sql.startsWith("INSERT INTO job_image") && anotherFailed(tx, args)
                            ? null
                            : sql)));
  }

  static Stream<Arguments> accountDefects() {
    return Stream.of(
        defect("UNREACHABLE", "a dead account is called again and again", blind(Cause.UNREACHABLE)),
        defect(
            "CREDENTIAL", "a refused credential is sent again and again", blind(Cause.CREDENTIAL)),
        defect("QUOTA", "an account without money is called on", blind(Cause.QUOTA)),
        defect(
            "Throttled",
            "a throttled account is called on",
            Sabotage.reporting(outcome ->
                outcome instanceof AttemptOutcome.Throttled
                    ? NotSent.serverError(429, "slow down")
                    : outcome)));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("attemptDefects")
  void a_defect_of_calls_breaks_the_rule_about_it(String words, String name, Sabotage defect) {
    assertThat(found(defect, Promise.SPEND_NAMED, words)).as(name).isPresent();
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("accountDefects")
  void an_account_that_failed_and_is_not_left_alone_is_noticed(
      String evidence, String name, Sabotage defect) {
    assertThat(found(defect, Promise.ACCOUNTS_REST, evidence, SimulationSettings::alone))
        .as(name)
        .isPresent();
  }

  /** The first violation of this promise with these words in its first line. */
  private static Optional<String> found(Sabotage defect, Promise promise, String words) {
    return found(defect, promise, words, UnaryOperator.identity());
  }

  private static Optional<String> found(
      Sabotage defect, Promise promise, String words, UnaryOperator<SimulationSettings> change) {
    return LongStream.range(0, SEEDS_MAX)
        .mapToObj(seed -> broken(worldOf(seed, change).broken(defect)))
        .flatMap(Optional::stream)
        .filter(text -> text.startsWith(promise.toString()))
        .filter(text -> text.lines().findFirst().orElseThrow().contains(words))
        .findFirst();
  }

  /** Every second one with wide jobs, of which crashes leave several calls open. */
  private static Simulation worldOf(long seed, UnaryOperator<SimulationSettings> change) {
    Simulation drawn = Simulation.seeded(seed);
    return seed % 2 == 0
        ? drawn.with(change)
        : drawn.with(_ -> SimulationSettings.ofResumableCalls());
  }

  @Test
  void a_job_of_whose_calls_only_the_first_is_resumed_is_noticed() {
    var defect =
        recovering("ORDER BY begun, id", "AND (remote_id IS NULL OR " + FIRST_REMOTE + ")");
    var settings = SimulationSettings.ofResumableCalls();
    Optional<String> found =
        LongStream.range(0, SEEDS_MAX)
            .mapToObj(seed -> broken(Simulation.seeded(seed).with(_ -> settings).broken(defect)))
            .flatMap(Optional::stream)
            .findFirst();
    assertThat(found).isPresent();
    assertThat(found.orElseThrow())
        .startsWith(Promise.SPEND_NAMED.toString())
        .contains("only asked for");
  }

  /** Changes entries of the ledger of one kind, of which one statement may write several. */
  private static Sabotage entries(String kind, ObjIntConsumer<@Nullable Object[]> change) {
    return Sabotage.rewriting((sql, args) -> {
      if (sql.startsWith("INSERT INTO ledger_entries")) {
        for (int from = 0; from < args.length; from += ENTRY_COLUMNS) {
          if (kind.equals(args[from + 1])) {
            change.accept(args, from);
          }
        }
      }
      return sql;
    });
  }

  private static Arguments defect(String words, String name, Sabotage sabotage) {
    return Arguments.of(words, name, sabotage);
  }

  /** What is read of the calls of jobs whose lease ran out is changed. */
  private static Sabotage recovering(String from, String to) {
    return tx -> {
      boolean[] expired = {false};
      return new Sabotage.Rewriting(
          tx,
          (sql, _) -> {
            expired[0] |=
                sql.contains("lease_expires <= ?")
                    || sql.contains(TAKEN_OVER)
                    || sql.contains(BACK_IN_QUEUE);
            boolean calls = expired[0] && sql.contains("FROM job_attempt WHERE job = ?");
            return calls ? sql.replace(from, to) : sql;
          });
    };
  }

  private static GatewaySettings withoutResuming(GatewaySettings settings) {
    AttemptSettings all = settings.attempts();
    return settings.with(
        new AttemptSettings(
            all.timeout(),
            all.largeTimeout(),
            Duration.ZERO,
            all.callsPerJob(),
            all.retry(),
            all.delivery()));
  }

  /** Whether an image of the job has failed, and this statement fails another. */
  private static boolean anotherFailed(Tx tx, @Nullable Object[] args) {
    return "FAILED".equals(args[2])
        && tx.first(
                "SELECT idx FROM job_image WHERE job = ? AND state = 'FAILED'",
                row -> row.number("idx"),
                args[0])
            .isPresent();
  }

  /** An account that failed so is taken for one that did not. */
  private static Sabotage blind(Cause cause) {
    return Sabotage.reporting(outcome ->
        outcome instanceof NotSent notSent && notSent.cause() == cause
            ? NotSent.local(notSent.evidence())
            : outcome);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("defects")
  void a_defect_breaks_its_promise(Promise promise, String name, Sabotage defect) {
    Optional<String> found = Optional.empty();
    for (long seed = 0; seed < SEEDS_MAX && found.isEmpty(); seed++) {
      found = broken(seed, defect).filter(text -> text.startsWith(promise.toString()));
    }
    assertThat(found).as(name).isPresent();
    assertThat(found.orElseThrow()).contains("-Dseed=").contains("is asked for");
  }

  private static Optional<String> broken(long seed, Sabotage defect) {
    return broken(Simulation.seeded(seed).broken(defect));
  }

  private static Optional<String> broken(Simulation simulation) {
    try {
      simulation.run();
      return Optional.empty();
    } catch (AssertionError e) {
      return Optional.ofNullable(e.getMessage());
    }
  }

  private static Arguments defect(Promise promise, String name, Sabotage sabotage) {
    return Arguments.of(promise, name, sabotage);
  }

  private static Sabotage dropping(String beginning) {
    return Sabotage.rewriting((sql, _) -> sql.startsWith(beginning) ? null : sql);
  }

  private static Sabotage changing(String from, String to) {
    return Sabotage.rewriting((sql, _) -> sql.replace(from, to));
  }
}
