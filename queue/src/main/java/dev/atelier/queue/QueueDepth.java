package dev.atelier.queue;

/** How many jobs are where. */
public record QueueDepth(long interactive, long background, long running) {

  /** Queued jobs of both kinds, those not yet due included. */
  public long queued() {
    return interactive + background;
  }
}
