package dev.atelier.queue.events;

import dev.atelier.image.Background;
import dev.atelier.image.JobId;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobImage;
import java.nio.file.Path;
import java.util.Optional;

/** Something about a job that whoever waits for it may want to know at once. */
public sealed interface JobEvent {
  JobId job();

  /** A worker has begun. */
  record Started(JobId job) implements JobEvent {}

  /**
   * How far it is; an older one may be dropped.
   *
   * @param fraction 0..1
   */
  record Progress(JobId job, double fraction) implements JobEvent {}

  /**
   * A preview of a picture, of which there is enough to begin to show it. It is told again as a
   * {@link Partial} once it is whole; one that breaks off is not.
   *
   * @param order 0-based among the previews of that picture
   */
  record Arriving(JobId job, int image, int order, Background background, ArrivingFile file)
      implements JobEvent {}

  /**
   * A preview of a picture.
   *
   * @param order 0-based among the previews of that picture
   * @param file readable until the subscription is closed
   */
  record Partial(JobId job, int image, int order, Path file) implements JobEvent {}

  /**
   * A picture is done or failed.
   *
   * @param result how it ended, where whoever tells it knows; else the row says it
   */
  record ImageDone(JobId job, int image, Optional<JobImage> result) implements JobEvent {
    public ImageDone(JobId job, int image) {
      this(job, image, Optional.empty());
    }
  }

  /** Something else may have happened that is not told any more: its row says what. */
  record Missed(JobId job) implements JobEvent {}

  /**
   * The job has ended; nothing follows.
   *
   * @param result the job as it ended, where whoever tells it had read it
   */
  record Ended(JobId job, Optional<Job> result) implements JobEvent {
    public Ended(JobId job) {
      this(job, Optional.empty());
    }

    public Ended(Job result) {
      this(result.id(), Optional.of(result));
    }
  }
}
