package dev.atelier.queue;

import dev.atelier.image.AccountId;
import dev.atelier.image.AttemptId;
import dev.atelier.image.JobId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One call to one account as it is recorded: first the intent, later how it ended.
 *
 * @param images which of the job's pictures it was to make, 0-based
 * @param remoteId the upstream's own id of the call, once known
 * @param outcome the name of how it ended; empty while it is open
 * @param evidence the header or error that says so
 */
public record AttemptRow(
    AttemptId id,
    JobId job,
    AccountId account,
    List<Integer> images,
    Instant begun,
    Optional<String> remoteId,
    Optional<String> outcome,
    Optional<String> evidence,
    Optional<Instant> ended) {
  public AttemptRow {
    images = List.copyOf(images);
  }
}
