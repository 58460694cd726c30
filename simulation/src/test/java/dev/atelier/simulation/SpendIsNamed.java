package dev.atelier.simulation;

import static dev.atelier.simulation.Rule.require;

import dev.atelier.simulation.Books.Attempt;
import dev.atelier.simulation.Books.JobBook;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What may be bought, what may be repeated, and how often. */
final class SpendIsNamed implements Rule {
  private static final int REPEATS_MAX = 2;
  private static final int REORDERS_MAX = 1;

  /** Where these are the reason, another account is tried for nothing. */
  private static final Set<String> OF_ACCOUNT =
      Set.of("unreachable", "credential", "quota", "not_served");

  private final boolean repeatUnknown;

  SpendIsNamed(boolean repeatUnknown) {
    this.repeatUnknown = repeatUnknown;
  }

  @Override
  public void check(JobBook before, JobBook now) {
    requireEveryOpenAttemptKnown(now);
    now.attempts().values().stream()
        .filter(attempt -> !before.attempts().containsKey(attempt.id()))
        .forEach(attempt -> begun(attempt, now));
  }

  /** Calls run side by side, each for images of its own, under one lease. */
  private static void requireEveryOpenAttemptKnown(JobBook now) {
    var making = new HashSet<Integer>();
    for (Attempt open : now.open()) {
      require(
          making.addAll(open.images()) && making.containsAll(open.images()),
          Promise.SPEND_NAMED,
          now,
          "has two calls in flight for one image");
    }
    int images = now.open().stream().mapToInt(open -> open.images().size()).sum();
    require(
        images == making.size(), Promise.SPEND_NAMED, now, "has two calls in flight for one image");
    require(
        now.open().isEmpty() || !now.head().state().equals("QUEUED"),
        Promise.SPEND_NAMED,
        now,
        "is queued while a call of it is open");
  }

  private void begun(Attempt begun, JobBook job) {
    require(!job.ended(), Promise.SPEND_NAMED, job, "began a call after its end");
    require(
        job.attempts().values().stream().noneMatch(attempt -> attempt.ended("refused")),
        Promise.SPEND_NAMED,
        job,
        "began a call after a refusal");
    require(
        !lost(job), Promise.SPEND_NAMED, job, "bought more although it could no longer succeed");
    for (int image : begun.images()) {
      require(
          !job.images().containsKey(image),
          Promise.SPEND_NAMED,
          job,
          "asks again for ended image " + image);
      var calls =
          job.attempts().values().stream()
              .filter(attempt -> attempt.images().contains(image))
              .filter(attempt -> !attempt.account().startsWith("FREE"))
              .toList();
      require(
          begun.account().startsWith("FREE") || repeats(calls) <= REPEATS_MAX,
          Promise.SPEND_NAMED,
          job,
          "repeats image " + image + " a third time");
      requireReasonForReorder(begun, job, image, calls);
      require(
          repeatUnknown
              || calls.stream()
                  .takeWhile(one -> !one.id().equals(begun.id()))
                  .noneMatch(one -> one.ended("unknown")),
          Promise.SPEND_NAMED,
          job,
          "repeats an unknown outcome against the policy, image " + image);
    }
  }

  /** What was paid for is bought once more only where it is said what was wrong with it. */
  private static void requireReasonForReorder(
      Attempt begun, JobBook job, int image, List<Attempt> calls) {
    List<Attempt> paid =
        calls.stream().filter(call -> !call.id().equals(begun.id()) && call.paid()).toList();
    require(
        paid.stream().allMatch(call -> call.wrong().contains(image)),
        Promise.SPEND_NAMED,
        job,
        "buys image " + image + " again and does not say why");
    require(
        begun.account().startsWith("FREE") || paid.size() <= REORDERS_MAX,
        Promise.SPEND_NAMED,
        job,
        "orders image " + image + " again and again");
  }

  /** Whether all or nothing was ordered, and something is failed or paid for in vain. */
  private static boolean lost(JobBook job) {
    boolean failed =
        job.images().values().stream().anyMatch(image -> image.state().equals("FAILED"));
    boolean spent =
        job.attempts().values().stream()
            .anyMatch(attempt -> attempt.ended("spent") && attempt.wrong().isEmpty());
    return job.head().completion().equals("ALL") && (failed || spent);
  }

  private static int repeats(List<Attempt> calls) {
    var tried = new HashSet<String>();
    int repeats = 0;
    for (int i = 0; i < calls.size(); i++) {
      boolean fresh = tried.add(calls.get(i).account());
      if (i > 0 && !free(calls.get(i - 1), fresh)) {
        repeats++;
      }
    }
    return repeats;
  }

  private static boolean free(Attempt before, boolean fresh) {
    String cause = before.cause().orElse("");
    return cause.equals("interrupted")
        || (fresh
            && (before.ended("throttled")
                || (before.ended("not_sent") && OF_ACCOUNT.contains(cause))));
  }
}
