package dev.atelier.gateway.query;

import dev.atelier.gateway.query.FindJob.StoredImage;
import dev.atelier.image.ArtifactId;
import dev.atelier.queue.Job;
import java.util.Optional;

/** Where the bytes of a job's pictures are. */
@FunctionalInterface
public interface FindImage {
  /** Empty for one that has expired or was deleted. */
  Optional<StoredImage> image(Job job, ArtifactId id);
}
