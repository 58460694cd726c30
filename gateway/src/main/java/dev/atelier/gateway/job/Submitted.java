package dev.atelier.gateway.job;

import dev.atelier.queue.Job;

/** The job that a submission made, or the earlier one that it turned out to be. */
public record Submitted(Job job, How how) {

  /** What became of a submission. */
  public enum How {
    /** A new job was accepted. */
    NEW,
    /** The same request is already queued or running; this caller waits for it too. */
    JOINED,
    /** The same request has ended; its result is this caller's as well. */
    REPLAYED
  }
}
