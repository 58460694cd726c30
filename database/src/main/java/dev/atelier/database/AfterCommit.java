package dev.atelier.database;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs what a transaction left for after its commit; one that throws is logged, not passed on. */
final class AfterCommit {
  private static final Logger LOG = LoggerFactory.getLogger(AfterCommit.class);

  private AfterCommit() {}

  static void run(List<Runnable> actions) {
    for (var action : actions) {
      try {
        action.run();
      } catch (RuntimeException | Error failure) {
        LOG.error("an action after a commit failed", failure);
      }
    }
  }
}
