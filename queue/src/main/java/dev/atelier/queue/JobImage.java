package dev.atelier.queue;

import dev.atelier.image.ArtifactId;
import dev.atelier.image.ImageReport;
import dev.atelier.image.JobFault;
import dev.atelier.image.Usage;
import java.time.Instant;
import java.util.Optional;

/**
 * One of a job's pictures.
 *
 * @param index 0-based
 * @param artifact where its bytes are, once it is done
 * @param fault why it failed
 * @param usage what was counted for it, once it is done
 * @param priceMicros what its delivery costs the caller, once it is done, in micro-dollars
 * @param report what it really is, once it is done
 * @param ended when it was done or failed
 */
public record JobImage(
    int index,
    ImageState state,
    Optional<ArtifactId> artifact,
    Optional<JobFault> fault,
    Usage usage,
    long priceMicros,
    Optional<ImageReport> report,
    Optional<Instant> ended) {

  /** One that is neither done nor failed. */
  public static JobImage pending(int index) {
    return new JobImage(
        index,
        ImageState.PENDING,
        Optional.empty(),
        Optional.empty(),
        Usage.NONE,
        0,
        Optional.empty(),
        Optional.empty());
  }

  /** One that is made. */
  public static JobImage done(
      int index,
      ArtifactId artifact,
      Usage usage,
      long priceMicros,
      ImageReport report,
      Instant now) {
    return new JobImage(
        index,
        ImageState.DONE,
        Optional.of(artifact),
        Optional.empty(),
        usage,
        priceMicros,
        Optional.of(report),
        Optional.of(now));
  }
}
