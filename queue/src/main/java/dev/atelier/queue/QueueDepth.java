package dev.atelier.queue;

/** How many jobs are where. */
public record QueueDepth(long waiting, long polled, long running) {

  /** Queued jobs of both kinds, those not yet due included. */
  public long queued() {
    return waiting + polled;
  }
}
