package dev.atelier.gateway.gallery;

import dev.atelier.image.ImageId;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobImage;
import dev.atelier.storage.Artifact;
import dev.atelier.storage.gallery.StoredImageId;

/** A delivered image whose file is still there. */
public record GalleryImage(Job job, JobImage image, Artifact artifact) {
  public ImageId id() {
    return new ImageId(job.id(), image.index());
  }

  StoredImageId stored() {
    return new StoredImageId(id(), artifact.id());
  }
}
