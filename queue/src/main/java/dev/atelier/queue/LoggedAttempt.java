package dev.atelier.queue;

import dev.atelier.image.ImageRequest;
import dev.atelier.image.KeyId;
import dev.atelier.image.TenantId;
import java.util.Optional;

/**
 * A call as the request log has it: for whom it was, what was ordered, what came of it.
 *
 * @param requestId of the answer to whoever ordered it; empty if it came in otherwise
 * @param report empty while the call is open, or where its process ended before it
 */
public record LoggedAttempt(
    AttemptRow row,
    TenantId tenant,
    KeyId key,
    Optional<String> requestId,
    ImageRequest request,
    Optional<AttemptReport> report) {

  /** Where the next page goes on after this one. */
  public AttemptFilter.Place place() {
    return new AttemptFilter.Place(row.begun(), row.id());
  }
}
