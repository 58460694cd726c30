package dev.atelier.simulation;

import dev.atelier.provider.Capabilities;
import java.util.SplittableRandom;

/** The kinds of upstream in a run. */
enum Kind {
  /** Many pictures a call; what is lost stays lost. */
  BATCH(10, false, false, true),
  /** One picture a call. */
  SINGLE(1, false, false, true),
  /** A vendor's queue: gives an id, by which a call is found again. */
  QUEUED(2, true, false, false),
  /** Costs nothing. */
  FREE(4, false, true, true);

  private final int imagesPerCall;
  private final boolean resumable;
  private final boolean free;
  private final boolean partials;

  Kind(int imagesPerCall, boolean resumable, boolean free, boolean partials) {
    this.imagesPerCall = imagesPerCall;
    this.resumable = resumable;
    this.free = free;
    this.partials = partials;
  }

  static Kind drawn(SplittableRandom random) {
    return values()[random.nextInt(values().length)];
  }

  Capabilities capabilities() {
    return new Capabilities(imagesPerCall, resumable, free, partials);
  }

  boolean resumable() {
    return resumable;
  }

  boolean free() {
    return free;
  }
}
