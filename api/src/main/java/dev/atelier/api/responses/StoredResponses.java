package dev.atelier.api.responses;

import dev.atelier.api.read.JobIdFormat;
import dev.atelier.gateway.query.FindJob;
import dev.atelier.gateway.query.JobDetail;
import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import dev.atelier.queue.ImageState;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobImage;
import java.util.Optional;

/** Finds the responses that can be asked for, and the pictures in them. */
final class StoredResponses {
  /** Longest chain of previous responses that is followed. */
  private static final int CHAIN_MAX = 50;

  private final FindJob find;

  StoredResponses(FindJob find) {
    this.find = find;
  }

  /** Empty for one that was not to be stored, was deleted, or is not this tenant's. */
  Optional<Job> find(TenantId tenant, String id) {
    return JobIdFormat.parse(id).flatMap(job -> find(tenant, job));
  }

  private Optional<Job> find(TenantId tenant, JobId id) {
    return detail(tenant, id).map(JobDetail::job);
  }

  private Optional<JobDetail> detail(TenantId tenant, JobId id) {
    return find.detail(tenant, id)
        .filter(detail -> !detail.withdrawn())
        .filter(detail -> ResponseState.of(detail.job()).stored());
  }

  /**
   * One with all its pictures; one whose pictures have expired is none any more.
   *
   * @throws Refusal if there is no such response
   */
  JobDetail require(TenantId tenant, String id) {
    return JobIdFormat.parse(id)
        .flatMap(job -> detail(tenant, job))
        .filter(StoredResponses::whole)
        .orElseThrow(() -> RenderFault.noResponse(id));
  }

  private static boolean whole(JobDetail detail) {
    return detail.job().images().stream()
        .filter(image -> image.state() == ImageState.DONE)
        .allMatch(image ->
            image.artifact().flatMap(artifact -> detail.image(detail.job(), artifact)).isPresent());
  }

  /** The picture that a call made, if it is there. */
  Optional<JobImage> made(TenantId tenant, String call) {
    return CallId.parse(call)
        .flatMap(id ->
            find(tenant, id.job())
                .flatMap(job ->
                    job.images().stream().filter(image -> image.index() == id.image()).findFirst()))
        .filter(image -> image.artifact().isPresent());
  }

  /** The newest picture of a response or, where it made none, of those before it. */
  Optional<JobImage> newest(TenantId tenant, Job previous) {
    Optional<Job> job = Optional.of(previous);
    for (int i = 0; i < CHAIN_MAX && job.isPresent(); i++) {
      Optional<JobImage> image =
          job.get().images().reversed().stream()
              .filter(one -> one.artifact().isPresent())
              .findFirst();
      if (image.isPresent()) {
        return image;
      }
      job = ResponseState.of(job.get()).previous().flatMap(id -> find(tenant, id));
    }
    return Optional.empty();
  }
}
