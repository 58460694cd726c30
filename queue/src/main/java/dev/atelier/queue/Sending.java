package dev.atelier.queue;

import java.time.Instant;
import java.util.Optional;

/**
 * That a call's first byte leaves.
 *
 * @param at when
 * @param remoteId the upstream's own id of the call where our side chooses it, so that the call is
 *     found again however early its answer is lost; empty where the upstream tells it later
 */
public record Sending(Instant at, Optional<String> remoteId) {
  /** Of a call to which the upstream gives an id, or none. */
  public static Sending at(Instant at) {
    return new Sending(at, Optional.empty());
  }
}
