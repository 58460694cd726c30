package dev.atelier.simulation;

import static dev.atelier.simulation.Rule.require;

import dev.atelier.simulation.Books.Attempt;
import dev.atelier.simulation.Books.JobBook;

/** G3: what may be repeated, and how often. */
final class SpendIsNamed implements Rule {
  /** The first call and two repeats. */
  private static final int CALLS_MAX = 3;

  private final boolean repeatUnknown;

  SpendIsNamed(boolean repeatUnknown) {
    this.repeatUnknown = repeatUnknown;
  }

  @Override
  public void check(JobBook before, JobBook now) {
    require(now.open().size() <= 1, "G3", now, "has several calls in flight");
    now.attempts().values().stream()
        .filter(attempt -> !before.attempts().containsKey(attempt.id()))
        .forEach(attempt -> begun(attempt, now));
  }

  private void begun(Attempt begun, JobBook job) {
    require(!job.ended(), "G3", job, "began a call after its end");
    require(
        job.attempts().values().stream().noneMatch(attempt -> attempt.ended("refused")),
        "G3",
        job,
        "began a call after a refusal");
    for (int image : begun.images()) {
      require(!job.images().containsKey(image), "G3", job, "asks again for ended image " + image);
      var earlier =
          job.attempts().values().stream()
              .filter(attempt -> !attempt.equals(begun) && attempt.images().contains(image))
              .filter(attempt -> !attempt.account().startsWith("FREE"))
              .toList();
      require(
          begun.account().startsWith("FREE") || earlier.size() < CALLS_MAX,
          "G3",
          job,
          "asks a fourth time for image " + image);
      require(
          repeatUnknown || earlier.stream().noneMatch(attempt -> attempt.ended("unknown")),
          "G3",
          job,
          "repeats an unknown outcome against the policy, image " + image);
    }
  }
}
