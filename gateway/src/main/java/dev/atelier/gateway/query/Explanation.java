package dev.atelier.gateway.query;

import dev.atelier.image.AttemptId;
import dev.atelier.queue.JobDifference;
import java.util.List;
import java.util.Map;

/**
 * What only operators are told of a job, all of one moment.
 *
 * @param attempts the calls that were made for it, oldest first
 * @param choices why each was made where it was, and not elsewhere, in lines
 * @param waiting why it waits now, or why no account took one that failed, in lines; empty for any
 *     other
 * @param differences what its calls brought otherwise than ordered
 */
public record Explanation(
    List<JobAttempt> attempts,
    Map<AttemptId, List<String>> choices,
    List<String> waiting,
    List<JobDifference> differences) {
  public Explanation {
    attempts = List.copyOf(attempts);
    choices = Map.copyOf(choices);
    waiting = List.copyOf(waiting);
    differences = List.copyOf(differences);
  }
}
