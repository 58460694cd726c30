package dev.atelier.queue;

/** Another transaction remembered this idempotency key first: roll back and find it. */
public final class AlreadyRememberedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AlreadyRememberedException() {
    super("this idempotency key is already remembered");
  }
}
