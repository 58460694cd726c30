package dev.atelier.simulation;

import dev.atelier.database.Tx;
import dev.atelier.simulation.Books.Balance;
import dev.atelier.simulation.Books.Head;
import dev.atelier.simulation.Books.JobBook;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Holds every commit, just before it happens, against the rules. */
final class Guard {
  private final List<Rule> rules;
  private final Coverage coverage;
  private final Set<String> accepted = new HashSet<>();
  private Books books = Books.EMPTY;
  private Books next = Books.EMPTY;
  private Optional<Held> taken = Optional.empty();

  Guard(World world) {
    this.rules =
        List.of(
            new NothingGoesBack(),
            new EndsAreRight(),
            new MoneyIsRight(),
            new EventsAreWritten(),
            new SpendIsNamed(world.settings().repeatUnknown()),
            new OutcomesAreSought(world));
    this.coverage = world.coverage();
  }

  /** What is committed. */
  Books books() {
    return books;
  }

  /** From now on this job must exist. */
  void accepted(String job) {
    accepted.add(job);
    requireAccepted(books);
  }

  /** A transaction begins; until it is looked at it changes nothing. */
  void begin() {
    next = books;
  }

  /**
   * Looks at what a transaction is about to commit.
   *
   * @param worker the lease under which it works, if it is a worker's
   */
  void check(Tx tx, Optional<Held> worker) {
    next = Books.read(tx);
    requireAccepted(next);
    Map<String, Long> held = new HashMap<>();
    Map<String, Long> charged = new HashMap<>();
    Set<String> keyed = new HashSet<>();
    for (JobBook now : next.jobs().values()) {
      JobBook before = books.jobs().getOrDefault(now.head().id(), JobBook.NONE);
      if (!before.equals(now)) {
        rules.forEach(rule -> rule.check(before, now));
      }
      held.merge(now.head().tenant(), now.held(), Long::sum);
      now.entries()
          .values()
          .forEach(entry -> charged.merge(now.head().tenant(), entry.charged(), Long::sum));
      Rule.require(
          !Callers.isKeyed(now.head().dialectState())
              || comeBackLater(now)
              || keyed.add(now.head().dialectState()),
          Promise.CHARGED_ONCE,
          now,
          "is the second of one idempotency key");
    }
    next.balances()
        .forEach((tenant, balance) -> {
          var sum = new Balance(held.getOrDefault(tenant, 0L), charged.getOrDefault(tenant, 0L));
          if (!balance.equals(sum)) {
            throw new Violation(
                Promise.CHARGED_ONCE,
                "tenant " + tenant + " has " + balance + " and entries " + sum);
          }
        });
    worker.ifPresent(this::requireFenced);
  }

  /** That transaction is on disk. */
  void committed() {
    taken = Optional.empty();
    for (JobBook now : next.jobs().values()) {
      Head head = now.head();
      Head before = books.jobs().getOrDefault(head.id(), JobBook.NONE).head();
      if (head.token() != before.token() && head.state().equals("RUNNING")) {
        taken = Optional.of(new Held(head.id(), head.token()));
        if (before.state().equals("RUNNING")) {
          coverage.saw(Happening.TAKEN_OVER);
        }
      }
      if (before.state().equals("QUEUED") && head.state().equals("FAILED")) {
        coverage.saw(Happening.START_DEADLINE);
      }
    }
    books = next;
  }

  /** The lease that the latest commit gave. */
  Optional<Held> taken() {
    return taken;
  }

  private void requireAccepted(Books seen) {
    for (String job : accepted) {
      if (!seen.jobs().containsKey(job)) {
        throw new Violation(Promise.NOTHING_LOST, "the accepted job " + job + " is gone");
      }
    }
  }

  /** A failure that is not the answer to an idempotency key. */
  static boolean comeBackLater(JobBook job) {
    return job.head()
        .fault()
        .filter(Set.of("UpstreamThrottled", "StartDeadlinePassed")::contains)
        .isPresent();
  }

  /** A worker whose lease is another's by now changes nothing, but may say how its call ended. */
  private void requireFenced(Held worker) {
    JobBook before = books.jobs().get(worker.job());
    JobBook now = next.jobs().get(worker.job());
    if (before == null || now == null || before.head().token() == worker.token()) {
      return;
    }
    coverage.saw(Happening.LATE_WORKER);
    Rule.require(
        before.head().equals(now.head())
            && before.images().equals(now.images())
            && before.entries().equals(now.entries())
            && before.attempts().keySet().equals(now.attempts().keySet())
            && (before.ended() || before.attempts().equals(now.attempts())),
        Promise.NOTHING_LOST,
        now,
        "was changed by a worker that had lost its lease, before: " + before);
  }

  /** A lease as its holder knows it. */
  record Held(String job, long token) {}
}
