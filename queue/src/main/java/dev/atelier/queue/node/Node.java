package dev.atelier.queue.node;

import java.time.Instant;

/**
 * A process as it wrote of itself. All times are the database's.
 *
 * @param name as in leases; another one after every start
 * @param version of the program
 * @param started when it wrote of itself first
 * @param seen when it did so last
 * @param running jobs that it worked on then
 * @param draining whether it took no more work then
 */
public record Node(
    String name, String version, Instant started, Instant seen, int running, boolean draining) {
  /** Sorts after whatever the name of a node goes on with. */
  private static final String LAST = "\uffff";

  public Node {
    if (name.isEmpty() || running < 0) {
      throw new IllegalArgumentException("a node has a name and no less than no jobs");
    }
  }

  /** What every name that begins so sorts before. */
  public static String beyond(String prefix) {
    return prefix + LAST;
  }
}
