package dev.atelier.queue.claim;

/** How many jobs are where; those queued but not yet due are counted as queued. */
public record QueueDepth(long interactive, long background, long running) {

  /** Queued jobs of both kinds. */
  public long queued() {
    return interactive + background;
  }
}
