package dev.atelier.gateway.job;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.atelier.image.ArtifactId;
import dev.atelier.storage.Artifact;
import java.time.Duration;
import java.util.Optional;

/**
 * The rows of images that this process has just committed, so that whoever waited for one need not
 * read it back. They are forgotten after a few seconds, and the oldest before that when there are
 * many: whoever misses one reads it.
 */
public final class RecordedImages {
  private static final int IMAGES_MAX = 4_096;
  private static final Duration KEPT = Duration.ofSeconds(10);

  private final Cache<ArtifactId, Artifact> recorded =
      Caffeine.newBuilder()
          .maximumSize(IMAGES_MAX)
          .expireAfterWrite(KEPT)
          .executor(Runnable::run)
          .build();

  /** To be called when it is committed. */
  public void recorded(Artifact image) {
    recorded.put(image.id(), image);
  }

  public Optional<Artifact> find(ArtifactId id) {
    return Optional.ofNullable(recorded.getIfPresent(id));
  }
}
