package dev.atelier.storage.gallery;

import java.time.Instant;
import java.util.UUID;

/**
 * A named collection of a tenant's images.
 *
 * @param images how many are in it, those that expired left out
 */
public record Board(UUID id, String name, Instant created, long images) {
  /** Most characters of a name. */
  public static final int NAME_MAX = 80;
}
