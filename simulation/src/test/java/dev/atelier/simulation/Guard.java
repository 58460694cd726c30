package dev.atelier.simulation;

import dev.atelier.database.Tx;
import dev.atelier.simulation.Books.Balance;
import dev.atelier.simulation.Books.Head;
import dev.atelier.simulation.Books.JobBook;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Holds every commit, just before it happens, against the rules. */
final class Guard {
  private final List<Rule> rules;
  private final LimitsHold limits;
  private final LeasesHold leases;
  private final Optional<SlotsHold> slots;
  private final Coverage coverage;
  private final Set<String> accepted = new HashSet<>();
  private Books books = Books.EMPTY;
  private Books next = Books.EMPTY;
  private Optional<Held> taken = Optional.empty();

  Guard(World world) {
    this.leases = new LeasesHold(world);
    this.slots =
        world.shared()
            ? Optional.of(new SlotsHold(world.settings().concurrency()))
            : Optional.empty();
    this.rules =
        List.of(
            leases,
            new StartsInTime(world),
            new NothingGoesBack(),
            new EndsAreRight(),
            new MoneyIsRight(),
            new EventsAreWritten(),
            new SpendIsNamed(world.settings().repeatUnknown()),
            new OutcomesAreSought(world));
    this.limits = new LimitsHold(world.settings().customers());
    this.coverage = world.coverage();
  }

  /** What is committed. */
  Books books() {
    return books;
  }

  /** Whether a limit lets a caller have no more jobs. */
  boolean reached(String limit, String tenant, Optional<String> endUser) {
    return limits.reached(limit, tenant, endUser, books.jobs().values());
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
    Set<String> keyed = new HashSet<>();
    for (JobBook now : next.jobs().values()) {
      JobBook before = books.jobs().getOrDefault(now.head().id(), JobBook.NONE);
      if (!before.equals(now)) {
        rules.forEach(rule -> rule.check(before, now));
      }
      if (before.equals(JobBook.NONE)) {
        limits.check(now, next.jobs().values());
      }
      Rule.require(
          !Callers.isKeyed(now.head().dialectState())
              || comeBackLater(now)
              || keyed.add(now.head().dialectState()),
          Promise.CHARGED_ONCE,
          now,
          "is the second of one idempotency key");
    }
    slots.ifPresent(rule -> rule.check(tx, next.jobs().values()));
    next.balances()
        .forEach((tenant, balance) -> {
          Balance sum = next.sums().getOrDefault(tenant, Balance.NONE);
          if (!balance.sumsUpTo(sum) || balance.inDebt()) {
            throw new Violation(
                Promise.CHARGED_ONCE,
                "tenant " + tenant + " has " + balance + " and entries " + sum);
          }
        });
    if (!next.acts().entrySet().containsAll(books.acts().entrySet())) {
      throw new Violation(
          Promise.CHARGED_ONCE, "an act was undone: " + books.acts() + " are " + next.acts());
    }
    worker.ifPresent(this::requireFenced);
  }

  /** That transaction is on disk. */
  void committed() {
    taken = Optional.empty();
    for (JobBook now : next.jobs().values()) {
      Head head = now.head();
      Head before = books.jobs().getOrDefault(head.id(), JobBook.NONE).head();
      leases.committed(before, head);
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

  /** The same as it was before others committed. */
  void taken(Optional<Held> before) {
    taken = before;
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
