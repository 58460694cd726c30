package dev.atelier.simulation;

import dev.atelier.database.Tx;
import dev.atelier.image.ArtifactId;
import dev.atelier.metering.ledger.LedgerAudit;
import dev.atelier.simulation.Books.Attempt;
import dev.atelier.simulation.Books.Image;
import dev.atelier.simulation.Books.JobBook;
import dev.atelier.simulation.Upstream.Receipt;
import dev.atelier.storage.Artifact;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Lets everything come to its end without further faults, and looks at what is left. */
final class CalmEnd {
  private static final int ROUNDS_MAX = 60;

  private final World world;

  CalmEnd(World world) {
    this.world = world;
  }

  void run() {
    world.calmDown();
    for (int round = 0; round < ROUNDS_MAX && !over(); round++) {
      round();
      world.pass(Duration.ofSeconds(round < 3 ? 3 : 15));
    }
    requireAllEnded();
    requireSlotsFree();
    world
        .database()
        .read(tx -> {
          requireAudit(tx);
          requireSpendRecorded(tx);
          requireImages(tx);
          requireQueueEmpty(tx);
          return tx;
        });
  }

  private void round() {
    comeBack();
    for (Node node : world.nodes().up()) {
      if (world.shared()) {
        world.steps().hear(node);
        world.steps().look(node);
      }
      do {
        while (node.busy()) {
          world.steps().work(node);
        }
      } while (world.steps().claim(node));
      world.steps().tidyUp(node);
      if (world.shared()) {
        world.steps().renew(node);
      }
    }
  }

  /** Those that were to end do; the dead are there again, but for those that are gone for good. */
  private void comeBack() {
    for (Node node : world.nodes().present()) {
      if (world.shared() && !node.dead() && node.draining()) {
        while (node.busy()) {
          world.steps().work(node);
        }
        node.stop();
        world.steps().bounded(node, node::leave);
      }
      if (!node.up()) {
        world.steps().restart(node);
      }
    }
  }

  private boolean over() {
    return world.nodes().present().stream().allMatch(node -> node.up() && !node.busy())
        && jobs().stream().allMatch(job -> job.ended() && job.open().isEmpty())
        && slotsTaken() == 0;
  }

  /** And calls that probe whether an account works again. */
  private long slotsTaken() {
    return world
        .database()
        .read(tx ->
            tx.first(
                    "SELECT (SELECT COUNT(*) FROM account_slot WHERE attempt IS NOT NULL)"
                        + " + (SELECT COUNT(*) FROM account_health WHERE probe IS NOT NULL) AS n",
                    row -> row.number("n"))
                .orElseThrow());
  }

  private void requireAllEnded() {
    for (JobBook job : jobs()) {
      Rule.require(job.ended(), Promise.NOTHING_LOST, job, "never ends");
      Rule.require(
          job.open().isEmpty(),
          Promise.SPEND_NAMED,
          job,
          "has an attempt of which nobody tells the end");
    }
  }

  /** Every node can use each of its accounts as before. */
  private void requireSlotsFree() {
    for (Node node : world.nodes().present()) {
      if (node.accounts().inFlight() != 0) {
        throw new Violation(
            Promise.NOTHING_LOST,
            node + " counts " + node.accounts().inFlight() + " calls when nothing runs");
      }
    }
    if (slotsTaken() > 0) {
      throw new Violation(
          Promise.NOTHING_LOST, slotsTaken() + " slots or probes are taken when nothing runs");
    }
  }

  private static void requireAudit(Tx tx) {
    List<String> violations = LedgerAudit.check(tx);
    if (!violations.isEmpty()) {
      throw new Violation(Promise.CHARGED_ONCE, violations.toString());
    }
  }

  /** Whatever the upstream billed is on our books, and whatever is unknown is called so. */
  private void requireSpendRecorded(Tx tx) {
    Map<String, Long> costs = new TreeMap<>();
    Books.each(
        tx,
        "SELECT attempt, micros FROM upstream_costs",
        row -> costs.put(row.text("attempt"), row.number("micros")));
    for (Receipt receipt : world.upstream().billed()) {
      Long cost = costs.get(receipt.attempt());
      JobBook job = world.guard().books().jobs().get(receipt.job());
      if (cost == null || cost < receipt.billed().size() * receipt.unitMicros()) {
        throw new Violation(
            Promise.SPEND_NAMED, receipt.billed() + " of " + job + " is recorded as " + cost);
      }
      receipt.billed().forEach(image -> world.upstream().requireNamed(receipt.job(), image));
    }
    for (JobBook job : jobs()) {
      for (Attempt attempt : job.attempts().values()) {
        Rule.require(
            !attempt.ended("unknown")
                || attempt.account().startsWith("FREE")
                || costs.containsKey(attempt.id()),
            Promise.SPEND_NAMED,
            job,
            "does not count the unknown attempt " + attempt.id());
      }
    }
  }

  private void requireImages(Tx tx) {
    for (JobBook job : jobs()) {
      for (Image image : job.images().values()) {
        if (image.done()) {
          Optional<Artifact> artifact =
              image
                  .artifact()
                  .flatMap(id -> world.store().find(tx, new ArtifactId(UUID.fromString(id))));
          Rule.require(
              artifact.isPresent() && stored(artifact.get()) == artifact.get().bytes(),
              Promise.NOTHING_LOST,
              job,
              "lost the picture " + image);
        }
      }
    }
  }

  /** How many bytes there are of it. */
  private long stored(Artifact artifact) {
    try (var content = world.store().content(artifact).channel()) {
      return content.size();
    } catch (IOException e) {
      return -1;
    }
  }

  private static void requireQueueEmpty(Tx tx) {
    var totals =
        tx.first(
                "SELECT interactive + background AS busy FROM queue_totals",
                row -> row.number("busy"))
            .orElseThrow();
    long ready =
        tx.first("SELECT COALESCE(SUM(ready), 0) AS n FROM queue_lane", row -> row.number("n"))
            .orElseThrow();
    if (totals != 0 || ready != 0) {
      throw new Violation(
          Promise.NOTHING_LOST,
          "the queue counts " + totals + " and " + ready + " when it is empty");
    }
  }

  private List<JobBook> jobs() {
    return List.copyOf(world.guard().books().jobs().values());
  }
}
