package dev.atelier.gateway.submit;

import java.time.Instant;
import java.util.Optional;

/**
 * What a client says about having sent a request before.
 *
 * @param idempotencyKey the client's own name of the request
 * @param count how often it has sent it before, 0 or more
 * @param received when the request's first byte was read, before anything of it was prepared
 */
public record ClientRetry(Optional<String> idempotencyKey, int count, Instant received) {

  /** One that says nothing. */
  public static ClientRetry none(Instant received) {
    return new ClientRetry(Optional.empty(), 0, received);
  }
}
