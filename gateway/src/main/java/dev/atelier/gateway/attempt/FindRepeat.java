package dev.atelier.gateway.attempt;

import dev.atelier.database.Tx;
import dev.atelier.gateway.settle.FinishedImage;
import dev.atelier.image.ContentHash;
import dev.atelier.image.ImageReport;
import dev.atelier.queue.ImageState;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobQueue;
import java.util.Optional;

/** Tells whether a job has an image already, under another index and perhaps from another call. */
final class FindRepeat {
  private final JobQueue queue;
  private final DeliveryPolicy policy;

  FindRepeat(JobQueue queue, DeliveryPolicy policy) {
    this.queue = queue;
    this.policy = policy;
  }

  enum Found {
    NEW,
    REPEATED,
    /** It is delivered all the same, for nothing. */
    TOLERATED
  }

  Found find(Tx tx, JobCall work, FinishedImage image) {
    Optional<ContentHash> picture = image.report().picture();
    if (picture.isEmpty() || !has(queue.refresh(tx, work.job()), image.index(), picture.get())) {
      return Found.NEW;
    }
    if (work.call().slot().capabilities().free()) {
      return Found.TOLERATED; // the same order would only draw the same again
    }
    return switch (policy.repeated()) {
      case ACCEPT -> Found.TOLERATED;
      case REORDER -> Found.REPEATED;
    };
  }

  private static boolean has(Job job, int index, ContentHash picture) {
    return job.images().get(index).state() == ImageState.PENDING
        && job.images().stream()
            .filter(image -> image.index() != index)
            .flatMap(image -> image.report().stream())
            .map(ImageReport::picture)
            .anyMatch(Optional.of(picture)::equals);
  }
}
