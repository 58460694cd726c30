package dev.atelier.simulation;

import dev.atelier.provider.Capabilities;

/** The kinds of upstream in a run. */
enum Kind {
  /** Many pictures a call; what is lost stays lost. */
  BATCH(new Capabilities(10, false, false, true)),
  /** One picture a call. */
  SINGLE(new Capabilities(1, false, false, true)),
  /** A vendor's queue: gives an id, by which a call is found again. */
  QUEUED(new Capabilities(2, true, false, false)),
  /** Costs nothing. */
  FREE(new Capabilities(4, false, true, true));

  private final Capabilities capabilities;

  Kind(Capabilities capabilities) {
    this.capabilities = capabilities;
  }

  Capabilities capabilities() {
    return capabilities;
  }

  boolean free() {
    return capabilities.free();
  }
}
