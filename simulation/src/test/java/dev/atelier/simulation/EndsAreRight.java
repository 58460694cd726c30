package dev.atelier.simulation;

import static dev.atelier.simulation.Rule.require;

import dev.atelier.simulation.Books.Image;
import dev.atelier.simulation.Books.JobBook;

/** A job ends when no picture is pending, and as its delivery says. */
final class EndsAreRight implements Rule {
  @Override
  public void check(JobBook before, JobBook now) {
    require(
        now.images().keySet().stream().allMatch(index -> index >= 0 && index < now.head().images()),
        Promise.NOTHING_LOST,
        now,
        "has pictures that nobody ordered");
    if (!now.ended()) {
      return;
    }
    int count = now.head().images();
    require(now.images().size() == count, Promise.NOTHING_LOST, now, "ended with pictures pending");
    long done = now.images().values().stream().filter(Image::done).count();
    boolean cancelled = now.head().state().equals("CANCELLED");
    require(
        !cancelled || done < count,
        Promise.NOTHING_LOST,
        now,
        "was cancelled though every picture was there");
    require(
        cancelled || now.open().isEmpty(),
        Promise.SPEND_NAMED,
        now,
        "ended with an attempt nobody will end");
    if (now.head().state().equals("SUCCEEDED")) {
      require(done >= 1, Promise.NOTHING_LOST, now, "succeeded without a picture");
      require(
          !now.head().completion().equals("ALL") || done == count,
          Promise.NOTHING_LOST,
          now,
          "succeeded without all of its pictures");
    } else if (!cancelled) {
      require(
          !now.head().completion().equals("EACH") || done == 0,
          Promise.NOTHING_LOST,
          now,
          "failed although a picture was delivered");
      require(done < count, Promise.NOTHING_LOST, now, "failed although every picture is done");
    }
  }
}
