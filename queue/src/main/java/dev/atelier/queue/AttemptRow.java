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
 * @param images which of the job's images it was to make, 0-based
 * @param sent when its first byte was about to leave; empty: nothing can have been charged
 * @param remoteId the upstream's own id of the call, once known
 * @param end how it ended; empty while it is open
 */
public record AttemptRow(
    AttemptId id,
    JobId job,
    AccountId account,
    List<Integer> images,
    Instant begun,
    Optional<Instant> sent,
    Optional<String> remoteId,
    Optional<AttemptEnd> end) {
  public AttemptRow {
    images = List.copyOf(images);
  }

  public boolean open() {
    return end.isEmpty();
  }

  /** The name of how it ended; empty while it is open. */
  public Optional<String> outcome() {
    return end.map(AttemptEnd::outcome);
  }

  public Optional<String> evidence() {
    return end.map(AttemptEnd::evidence);
  }

  public Optional<Instant> ended() {
    return end.map(AttemptEnd::at);
  }
}
