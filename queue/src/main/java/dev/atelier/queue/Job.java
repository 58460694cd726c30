package dev.atelier.queue;

import dev.atelier.image.Fault;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.JobId;
import dev.atelier.image.KeyId;
import dev.atelier.image.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A job as it was when it was read.
 *
 * @param fault why it failed or was cancelled; empty in every other state
 * @param started when its running claim began; empty while it is queued
 * @param priceMicros what is held for each picture, in micro-dollars: the most one can cost
 * @param flatMicros what each picture costs whatever is counted for it, where it is sold so
 * @param version grows with every change
 * @param images all of them, by index
 */
public record Job(
    JobId id,
    TenantId tenant,
    KeyId key,
    String route,
    ImageRequest request,
    Origin origin,
    CompletionPolicy completion,
    boolean interactive,
    JobState state,
    Optional<Fault> fault,
    Instant created,
    Optional<Instant> started,
    Optional<Instant> ended,
    Instant startBy,
    long priceMicros,
    OptionalLong flatMicros,
    long version,
    List<JobImage> images) {
  public Job {
    images = List.copyOf(images);
  }

  /** The API it came through. */
  public String dialect() {
    return origin.dialect();
  }

  /** What only that API needs to answer later. */
  public String note() {
    return origin.note();
  }

  /** The indexes of the pictures that are neither finished nor failed. */
  public List<Integer> pending() {
    return images.stream()
        .filter(image -> image.state() == ImageState.PENDING)
        .map(JobImage::index)
        .toList();
  }
}
