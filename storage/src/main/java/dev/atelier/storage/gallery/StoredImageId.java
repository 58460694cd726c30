package dev.atelier.storage.gallery;

import dev.atelier.image.ArtifactId;
import dev.atelier.image.ImageId;

/** An image by its job, and the artifact that has its bytes. */
public record StoredImageId(ImageId id, ArtifactId artifact) {}
