package dev.atelier.simulation;

import static dev.atelier.simulation.Rule.require;

import dev.atelier.queue.Lease;
import dev.atelier.simulation.Books.Head;
import dev.atelier.simulation.Books.JobBook;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * A job is taken from another node only when that has not renewed its lease for the time of one, or
 * gave it up, or is known to be dead. Times are those at which things really happened, whatever the
 * rows say.
 */
final class LeasesHold implements Rule {
  private final World world;

  /** When the present lease of a job was given or renewed. */
  private final Map<String, Instant> renewed = new HashMap<>();

  LeasesHold(World world) {
    this.world = world;
  }

  @Override
  public void check(JobBook before, JobBook now) {
    if (!taken(before.head(), now.head())) {
      return;
    }
    String holder = before.head().node().orElseThrow();
    world.writer().ifPresent(taker -> check(holder, taker, before, now));
  }

  private void check(String holder, Node taker, JobBook before, JobBook now) {
    boolean deadPredecessor =
        world
            .nodes()
            .named(holder)
            .filter(node -> node.dead() && node.place().equals(taker.place()))
            .isPresent();
    if (holder.equals(taker.name()) || deadPredecessor || givenUp(before.head())) {
      return;
    }
    Duration lease = world.settings().leaseFor();
    Duration unrenewed = since(renewed.getOrDefault(now.head().id(), Instant.EPOCH));
    require(
        unrenewed.plusMillis(1).compareTo(lease) >= 0,
        Promise.LEASES_HOLD,
        now,
        "was taken over by " + taker + " when " + holder + " had renewed it " + unrenewed + " ago");
    require(
        taker.sawDatabaseAway().filter(at -> since(at).compareTo(lease) < 0).isEmpty(),
        Promise.LEASES_HOLD,
        now,
        "was taken over by " + taker + " so soon after the database had been away");
  }

  /** That is committed. */
  void committed(Head before, Head now) {
    if (!before.leaseExpires().equals(now.leaseExpires()) || before.token() != now.token()) {
      renewed.put(now.id(), world.clock().instant());
    }
    if (!taken(before, now)) {
      return;
    }
    String holder = before.node().orElseThrow();
    if (world.writer().filter(taker -> taker.name().equals(holder)).isEmpty()) {
      saw(holder, givenUp(before));
    }
  }

  private void saw(String holder, boolean givenUp) {
    if (givenUp) {
      world.saw(Happening.TAKEN_OVER_AFTER_LEAVE);
    } else if (world.nodes().named(holder).filter(node -> !node.dead()).isPresent()) {
      world.saw(Happening.TAKEN_OVER_FROM_LIVING);
    } else {
      world.saw(Happening.TAKEN_OVER_AFTER_DEATH);
    }
  }

  /** Whether the lease became another's. Ending a job voids its lease too, once. */
  private static boolean taken(Head before, Head now) {
    long voided = now.token() - before.token() - (now.ended() ? 1 : 0);
    return before.state().equals("RUNNING") && voided > 0;
  }

  private static boolean givenUp(Head head) {
    return head.leaseExpires().filter(Lease.GIVEN_UP::equals).isPresent();
  }

  private Duration since(Instant at) {
    return Duration.between(at, world.clock().instant());
  }
}
