package dev.atelier.simulation;

import static dev.atelier.simulation.Rule.require;

import dev.atelier.simulation.AccountCalls.Ask;
import dev.atelier.simulation.Books.Attempt;
import dev.atelier.simulation.Books.JobBook;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** No outcome that can still be had is given up, by a worker or by whoever takes over from it. */
final class OutcomesAreSought implements Rule {
  private final World world;
  private final Map<String, TakeOver> takeOvers = new HashMap<>();

  OutcomesAreSought(World world) {
    this.world = world;
  }

  @Override
  public void check(JobBook before, JobBook now) {
    boolean takenOver = takenOver(before, now);
    if (takenOver) {
      requireEveryOpenCallAskedFor(before, now);
    }
    if (!before.ended()) {
      before.open().stream()
          .map(attempt -> now.attempts().get(attempt.id()))
          .filter(attempt -> attempt != null && attempt.outcome().isPresent())
          .forEach(attempt -> ended(attempt, now, takenOver));
    }
  }

  /** Ending a job voids its lease too, once. */
  private static boolean takenOver(JobBook before, JobBook now) {
    long voided = now.head().token() - before.head().token() - (now.ended() ? 1 : 0);
    return before.head().state().equals("RUNNING") && voided > 0;
  }

  private void requireEveryOpenCallAskedFor(JobBook before, JobBook now) {
    now.open()
        .forEach(open ->
            require(
                resumable(open),
                Promise.SPEND_NAMED,
                now,
                "was taken over with a call nobody ends: " + open.id()));
    if (now.open().size() > 1) {
      world.saw(Happening.TAKEN_OVER_WITH_SEVERAL_CALLS);
    }
    var open = new HashSet<String>();
    now.open().forEach(attempt -> open.add(attempt.id()));
    String node = now.head().node().orElse("");
    TakeOver last = takeOvers.put(now.head().id(), new TakeOver(now.head().token(), node, open));
    if (last != null && last.token() == before.head().token() && last.node().equals(node)) {
      var asked = new HashSet<>(last.open());
      asked.removeIf(id -> !askedBy(id, node));
      require(
          asked.isEmpty() || asked.equals(last.open()) || wasAway(node),
          Promise.SPEND_NAMED,
          now,
          "was taken over, and of its calls " + last.open() + " only asked for " + asked);
    }
  }

  /** What does not run, or does not reach the database, has not got round to asking. */
  private boolean wasAway(String node) {
    return world.nodes().named(node).filter(Node::wasAway).isPresent();
  }

  private boolean askedBy(String attempt, String node) {
    return world.accountCalls().of(attempt).filter(ask -> ask.node().equals(node)).isPresent();
  }

  private void ended(Attempt attempt, JobBook job, boolean takenOver) {
    if (takenOver) {
      require(
          !attempt.ended("unknown") || !resumable(attempt),
          Promise.SPEND_NAMED,
          job,
          "was taken over without asking for " + attempt.id());
    } else {
      world.accountCalls().of(attempt.id()).ifPresent(ask -> ended(attempt, ask, job));
    }
  }

  private void ended(Attempt attempt, Ask ask, JobBook job) {
    boolean givenUp = attempt.ended("unknown") || (attempt.ended("spent") && ask.unstored());
    require(
        !givenUp
            || !resumable(attempt)
            || waited(ask).compareTo(SimulationSettings.RESUME_FOR) >= 0,
        Promise.SPEND_NAMED,
        job,
        "gave up a call after " + waited(ask) + " that can be found again: " + attempt.id());
    require(
        !attempt.ended("unknown") || !ask.unstored(),
        Promise.SPEND_NAMED,
        job,
        "calls unknown what our own disk did not take: " + attempt.id());
  }

  private Duration waited(Ask ask) {
    return Duration.between(ask.since(), world.clock().instant());
  }

  private static boolean resumable(Attempt attempt) {
    return attempt.remoteId().isPresent() && attempt.account().startsWith(Kind.QUEUED.name());
  }

  /** A job as its new worker found it. */
  private record TakeOver(long token, String node, Set<String> open) {}
}
