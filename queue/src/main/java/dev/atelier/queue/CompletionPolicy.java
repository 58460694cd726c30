package dev.atelier.queue;

/** Which of a job's pictures must be there for the job to have succeeded. */
public enum CompletionPolicy {
  /** Finished pictures are delivered and charged one by one: one is enough. */
  EACH,
  /** Finished pictures are delivered and charged together when the job ends: one is enough. */
  ANY,
  /** All or nothing. */
  ALL,
  /** Those blocked by moderation may be missing while at least one passed. */
  ALL_BUT_BLOCKED;

  /**
   * Whether a job succeeded.
   *
   * @param count pictures ordered
   * @param done of these, finished
   * @param blocked of these, failed by moderation
   */
  boolean satisfied(int count, int done, int blocked) {
    return switch (this) {
      case EACH, ANY -> done >= 1;
      case ALL -> done == count;
      case ALL_BUT_BLOCKED -> done >= 1 && done + blocked == count;
    };
  }

  /**
   * Whether a job can still succeed: once it cannot, nothing more is bought for it.
   *
   * @param blocked images that moderation withheld
   * @param failed images that failed for any other reason
   */
  public boolean satisfiable(int blocked, int failed) {
    return switch (this) {
      case EACH, ANY -> true;
      case ALL -> blocked == 0 && failed == 0;
      case ALL_BUT_BLOCKED -> failed == 0;
    };
  }
}
