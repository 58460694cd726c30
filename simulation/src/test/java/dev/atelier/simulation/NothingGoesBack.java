package dev.atelier.simulation;

import static dev.atelier.simulation.Rule.require;

import dev.atelier.simulation.Books.Attempt;
import dev.atelier.simulation.Books.JobBook;

/** What has ended stays as it ended, and nothing that was written is taken back. */
final class NothingGoesBack implements Rule {
  @Override
  public void check(JobBook before, JobBook now) {
    require(
        !before.ended() || before.head().equals(now.head()),
        Promise.NOTHING_LOST,
        now,
        "changed after its end");
    require(
        before.head().token() <= now.head().token()
            && before.head().version() <= now.head().version(),
        Promise.NOTHING_LOST,
        now,
        "went back in token or version");
    before
        .images()
        .forEach((index, image) ->
            require(
                image.equals(now.images().get(index)),
                Promise.NOTHING_LOST,
                now,
                "changed finished image " + index));
    before
        .entries()
        .forEach((name, entry) ->
            require(
                entry.equals(now.entries().get(name)),
                Promise.CHARGED_ONCE,
                now,
                "changed its entry " + name));
    before.attempts().values().forEach(attempt -> attempt(attempt, now));
  }

  private static void attempt(Attempt before, JobBook job) {
    Attempt now = job.attempts().get(before.id());
    require(now != null, Promise.SPEND_NAMED, job, "lost an attempt");
    require(
        before.outcome().isEmpty() || before.equals(now),
        Promise.SPEND_NAMED,
        job,
        "changed an ended attempt");
    require(
        now != null && (before.remoteId().isEmpty() || before.remoteId().equals(now.remoteId())),
        Promise.SPEND_NAMED,
        job,
        "changed a remote id");
  }
}
