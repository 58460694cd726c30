package dev.atelier.queue;

/** What came of a request to cancel. */
public enum CancelResult {
  CANCELLED,
  /** The job had ended, or every picture of it is already there. */
  ALREADY_ENDED,
  /** No such job of this tenant. */
  NOT_FOUND
}
