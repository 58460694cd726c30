package dev.atelier.database;

/** A transaction was rolled back and may be run again. */
final class RepeatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why; and how often a transaction is repeated for that. */
  enum Reason {
    /** Another transaction changed what it builds on. */
    CONFLICT(12),
    /** Its row was made by another one, which its body sees the next time. */
    RACE(1),
    /** The connection broke before the commit was asked for. */
    CONNECTION(2);

    private final int repeatsMax;

    Reason(int repeatsMax) {
      this.repeatsMax = repeatsMax;
    }

    int repeatsMax() {
      return repeatsMax;
    }
  }

  private final Reason reason;
  private final Throwable told;

  /**
   * @param told what the caller gets if it is not repeated
   */
  RepeatException(Reason reason, Throwable told) {
    super(reason.name(), told, false, false);
    this.reason = reason;
    this.told = told;
  }

  Reason reason() {
    return reason;
  }

  Throwable told() {
    return told;
  }
}
