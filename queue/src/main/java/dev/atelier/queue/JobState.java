package dev.atelier.queue;

/** Where a job is on its way. */
public enum JobState {
  QUEUED,
  RUNNING,
  SUCCEEDED,
  FAILED,
  CANCELLED;

  /** Whether nothing will change any more. */
  public boolean ended() {
    return this != QUEUED && this != RUNNING;
  }
}
