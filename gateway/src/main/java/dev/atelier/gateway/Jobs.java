package dev.atelier.gateway;

import dev.atelier.image.Fault;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobImage;
import dev.atelier.queue.JobState;
import dev.atelier.queue.NewJob;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What can be said of a job without asking the database. */
final class Jobs {
  private Jobs() {}

  /** A job as it stands in the commit that inserts it. */
  static Job fresh(NewJob job, boolean running, Instant now) {
    List<JobImage> images =
        IntStream.range(0, job.request().order().count()).mapToObj(JobImage::pending).toList();
    return new Job(
        job.id(),
        job.tenant(),
        job.key(),
        job.route(),
        job.request(),
        job.origin(),
        job.completion(),
        job.interactive(),
        running ? JobState.RUNNING : JobState.QUEUED,
        Optional.empty(),
        job.created(),
        running ? Optional.of(now) : Optional.empty(),
        Optional.empty(),
        job.startBy(),
        job.priceMicros(),
        job.flatMicros(),
        0,
        images);
  }

  /** Whether a client that repeats a request after this fault should get a new attempt. */
  static boolean worthRepeating(Fault fault) {
    return switch (fault) {
      case Fault.UpstreamThrottled _,
          Fault.UpstreamFailed _,
          Fault.StartDeadlinePassed _,
          Fault.NoAccount _,
          Fault.Unavailable _,
          Fault.QueueFull _,
          Fault.RateLimited _ ->
          true;
      default -> false;
    };
  }
}
