package dev.atelier.queue;

/** The job ended, was cancelled or belongs to another worker now: stop, and write nothing. */
public final class LeaseLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LeaseLostException(Lease lease) {
    super(
        "the lease " + lease.token() + " on job " + lease.job() + " is no longer the current one");
  }
}
