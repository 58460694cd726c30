package dev.atelier.queue;

import dev.atelier.image.JobFault;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Where a job stood when it was read.
 *
 * @param fault why it failed or was cancelled; empty in every other state
 * @param started when its running claim began; empty while it is queued
 * @param version grows with every change, also of what never changes by itself: an erased text, an
 *     answer that is withdrawn
 * @param images all of them, by index
 */
public record JobProgress(
    JobState state,
    Optional<JobFault> fault,
    Optional<Instant> started,
    Optional<Instant> ended,
    long version,
    List<JobImage> images) {
  public JobProgress {
    images = List.copyOf(images);
  }

  /** A job as the commit that accepts it leaves it. */
  static JobProgress accepted(int count, Optional<Instant> started) {
    return new JobProgress(
        started.isPresent() ? JobState.RUNNING : JobState.QUEUED,
        Optional.empty(),
        started,
        Optional.empty(),
        1,
        IntStream.range(0, count).mapToObj(JobImage::pending).toList());
  }

  JobProgress with(List<JobImage> other) {
    return new JobProgress(state, fault, started, ended, version, other);
  }
}
