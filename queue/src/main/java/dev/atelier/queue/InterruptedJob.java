package dev.atelier.queue;

import java.util.List;

/**
 * A running job that nobody runs any more, or one that ended while a call of it was open.
 *
 * @param attempts all its calls; the open ones are those whose end is unknown
 * @param token of its void lease, to be shown to {@link JobQueue#takeOver}
 */
public record InterruptedJob(Job job, List<AttemptRow> attempts, long token) {
  public InterruptedJob {
    attempts = List.copyOf(attempts);
  }

  /** Its calls whose end is unknown. */
  public List<AttemptRow> open() {
    return attempts.stream().filter(AttemptRow::open).toList();
  }
}
