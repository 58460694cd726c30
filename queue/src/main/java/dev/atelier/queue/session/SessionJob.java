package dev.atelier.queue.session;

import dev.atelier.image.JobId;
import java.util.Set;

/**
 * A job that came in by a session.
 *
 * @param received the answers that its client is known to have: indexes of images, and {@link
 *     #LAST}
 */
public record SessionJob(JobId id, Set<Integer> received) {
  /** The answer after which there is none: what became of images that were not made. */
  public static final int LAST = -1;

  public SessionJob {
    received = Set.copyOf(received);
  }
}
