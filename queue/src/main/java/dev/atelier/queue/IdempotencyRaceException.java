package dev.atelier.queue;

/** Another transaction remembered this idempotency key first: roll back and find it. */
public final class IdempotencyRaceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  IdempotencyRaceException() {
    super("this idempotency key is already remembered");
  }
}
