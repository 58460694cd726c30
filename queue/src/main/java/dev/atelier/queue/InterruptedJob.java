package dev.atelier.queue;

import java.util.List;

/**
 * A running job that nobody runs any more.
 *
 * @param open its calls whose end is unknown; none means that nothing was sent
 * @param token of its void lease, to be shown to {@link JobQueue#takeOver}
 */
public record InterruptedJob(Job job, List<OpenAttempt> open, long token) {
  public InterruptedJob {
    open = List.copyOf(open);
  }
}
