package dev.atelier.simulation;

import dev.atelier.database.Tx;
import dev.atelier.simulation.Books.Attempt;
import dev.atelier.simulation.Books.JobBook;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * An account that costs money has no more calls at once than it takes, over all nodes: each call
 * whose end nobody has told has a slot of its own.
 */
final class SlotsHold {
  private final int concurrency;

  SlotsHold(int concurrency) {
    this.concurrency = concurrency;
  }

  void check(Tx tx, Collection<JobBook> jobs) {
    Set<String> slots = new HashSet<>();
    Books.each(
        tx,
        "SELECT attempt FROM account_slot WHERE attempt IS NOT NULL",
        row -> slots.add(row.text("attempt")));
    Map<String, Integer> open = new HashMap<>();
    for (JobBook job : jobs) {
      for (Attempt call : job.open()) {
        if (!call.account().startsWith(Kind.FREE.name())) {
          Rule.require(
              open.merge(call.account(), 1, Integer::sum) <= concurrency,
              Promise.LIMITS_HOLD,
              job,
              "is one too many for " + call.account() + ", which takes " + concurrency + " calls");
          Rule.require(
              slots.contains(call.id()),
              Promise.LIMITS_HOLD,
              job,
              "has no slot for its call " + call.id());
        }
      }
    }
  }
}
