package dev.atelier.simulation;

import static dev.atelier.simulation.Rule.require;

import dev.atelier.simulation.Books.Head;
import dev.atelier.simulation.Books.JobBook;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** A job that waits is given up only when it has waited as long as it may, by whatever clocks. */
final class StartsInTime implements Rule {
  private final World world;
  private final Map<String, Instant> accepted = new HashMap<>();

  StartsInTime(World world) {
    this.world = world;
  }

  @Override
  public void check(JobBook before, JobBook now) {
    Head head = now.head();
    if (before.equals(JobBook.NONE)) {
      accepted.put(head.id(), world.clock().instant());
    }
    boolean givenUp =
        head.fault().filter("StartDeadlinePassed"::equals).isPresent() && !before.ended();
    Duration waited = Duration.between(accepted.get(head.id()), world.clock().instant());
    require(
        !givenUp || waited.plusMillis(1).compareTo(world.settings().startWithin()) >= 0,
        Promise.NOTHING_LOST,
        now,
        "was given up when it had waited for " + waited);
  }
}
