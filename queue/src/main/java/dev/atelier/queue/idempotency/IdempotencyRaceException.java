package dev.atelier.queue.idempotency;

/** Another transaction recorded this idempotency key first: roll back and look again. */
public final class IdempotencyRaceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  IdempotencyRaceException() {
    super("this idempotency key is already recorded");
  }
}
