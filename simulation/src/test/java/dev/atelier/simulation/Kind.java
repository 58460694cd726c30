package dev.atelier.simulation;

import dev.atelier.provider.Capabilities;
import java.util.SplittableRandom;

/** The kinds of upstream in a run. */
enum Kind {
  /** Many pictures a call; what is lost stays lost. */
  BATCH(10, false, false, true, "openai"),
  /** One picture a call. */
  SINGLE(1, false, false, true, "apimart"),
  /** A vendor's queue: gives an id, by which a call is found again. */
  QUEUED(2, true, false, false, "runware"),
  /** Costs nothing. */
  FREE(4, false, true, true, "seaart");

  private final int imagesPerCall;
  private final boolean resumable;
  private final boolean free;
  private final boolean partials;
  private final String vendor;

  Kind(int imagesPerCall, boolean resumable, boolean free, boolean partials, String vendor) {
    this.imagesPerCall = imagesPerCall;
    this.resumable = resumable;
    this.free = free;
    this.partials = partials;
    this.vendor = vendor;
  }

  static Kind drawn(SplittableRandom random) {
    return values()[random.nextInt(values().length)];
  }

  Capabilities capabilities() {
    return new Capabilities(imagesPerCall, resumable, free, partials);
  }

  /** Whose answers it gives when something goes wrong. */
  String vendor() {
    return vendor;
  }

  boolean resumable() {
    return resumable;
  }

  boolean free() {
    return free;
  }
}
