package dev.atelier.gateway.gallery;

import dev.atelier.database.Tx;
import dev.atelier.image.FaultException;
import dev.atelier.image.ImageId;
import dev.atelier.image.JobId;
import dev.atelier.image.RequestFault;
import dev.atelier.image.TenantId;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobImage;
import dev.atelier.queue.JobQueue;
import dev.atelier.storage.ArtifactStore;
import dev.atelier.storage.gallery.StoredImageId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks up images that a caller names. */
final class FindImages {
  private final JobQueue queue;
  private final ArtifactStore artifacts;

  FindImages(JobQueue queue, ArtifactStore artifacts) {
    this.queue = queue;
    this.artifacts = artifacts;
  }

  /** Those of them that are the tenant's and are still there, in the order in which they came. */
  List<GalleryImage> find(Tx tx, TenantId tenant, List<ImageId> ids) {
    Map<JobId, Optional<Job>> jobs = new HashMap<>();
    return ids.stream()
        .distinct()
        .flatMap(id ->
            jobs
                .computeIfAbsent(id.job(), job -> queue.find(tx, tenant, job))
                .flatMap(job -> find(tx, job, id))
                .stream())
        .toList();
  }

  /**
   * All of them.
   *
   * @throws FaultException {@code NotFound} with the first that the tenant does not have
   */
  List<GalleryImage> require(Tx tx, TenantId tenant, List<ImageId> ids) {
    List<GalleryImage> found = find(tx, tenant, ids);
    List<ImageId> there = found.stream().map(GalleryImage::id).toList();
    ids.stream()
        .filter(id -> !there.contains(id))
        .findFirst()
        .ifPresent(id -> {
          throw new FaultException(new RequestFault.NotFound("image", id.toString()));
        });
    return found;
  }

  static List<StoredImageId> stored(List<GalleryImage> images) {
    return images.stream().map(GalleryImage::stored).toList();
  }

  private Optional<GalleryImage> find(Tx tx, Job job, ImageId id) {
    if (id.index() >= job.images().size()) {
      return Optional.empty();
    }
    JobImage image = job.images().get(id.index());
    return job.delivered(image) ? stored(tx, job, image) : Optional.empty();
  }

  /** One that was delivered, if it is still there. */
  Optional<GalleryImage> stored(Tx tx, Job job, JobImage image) {
    return image
        .artifact()
        .flatMap(artifact -> artifacts.find(tx, artifact))
        .map(artifact -> new GalleryImage(job, image, artifact));
  }
}
