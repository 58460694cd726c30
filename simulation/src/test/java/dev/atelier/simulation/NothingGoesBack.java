package dev.atelier.simulation;

import static dev.atelier.simulation.Rule.require;

import dev.atelier.simulation.Books.Attempt;
import dev.atelier.simulation.Books.JobBook;

/** G1: what has ended stays as it ended, and nothing that was written is taken back. */
final class NothingGoesBack implements Rule {
  @Override
  public void check(JobBook before, JobBook now) {
    require(
        !before.ended() || before.head().equals(now.head()), "G1", now, "changed after its end");
    require(
        before.head().token() <= now.head().token()
            && before.head().version() <= now.head().version(),
        "G1",
        now,
        "went back in token or version");
    before
        .images()
        .forEach((index, image) ->
            require(
                image.equals(now.images().get(index)),
                "G1",
                now,
                "changed finished image " + index));
    before
        .entries()
        .forEach((name, entry) ->
            require(entry.equals(now.entries().get(name)), "G2", now, "changed its entry " + name));
    before.attempts().values().forEach(attempt -> attempt(attempt, now));
  }

  private static void attempt(Attempt before, JobBook job) {
    Attempt now = job.attempts().get(before.id());
    require(now != null, "G3", job, "lost an attempt");
    require(
        before.outcome().isEmpty() || before.equals(now), "G3", job, "changed an ended attempt");
    require(
        now != null && (before.remoteId().isEmpty() || before.remoteId().equals(now.remoteId())),
        "G3",
        job,
        "changed a remote id");
  }
}
