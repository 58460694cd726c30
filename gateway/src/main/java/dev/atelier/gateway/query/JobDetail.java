package dev.atelier.gateway.query;

import dev.atelier.gateway.query.FindJob.StoredImage;
import dev.atelier.image.ArtifactId;
import dev.atelier.metering.ledger.Charge;
import dev.atelier.queue.Job;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A job with what other rows say of it, all of one moment.
 *
 * @param files what is stored of its pictures; an expired or deleted one is missing
 * @param ahead how many jobs of its kind are served before it; empty unless it is queued
 * @param flagged categories for which moderation let its request pass and wants it looked at
 * @param withdrawn whether its owner took the answer back
 */
public record JobDetail(
    Job job,
    List<Charge> charges,
    Map<ArtifactId, StoredImage> files,
    OptionalLong ahead,
    List<String> flagged,
    boolean withdrawn)
    implements FindImage {
  public JobDetail {
    charges = List.copyOf(charges);
    files = Map.copyOf(files);
    flagged = List.copyOf(flagged);
  }

  @Override
  public Optional<StoredImage> image(Job of, ArtifactId id) {
    return Optional.ofNullable(files.get(id));
  }

  /** What was charged for its pictures so far, in micro-dollars. */
  public long chargedMicros() {
    return charges.stream().mapToLong(Charge::micros).sum();
  }
}
