package dev.atelier.http.server;

import java.util.Optional;

/**
 * A request's place in a trace.
 *
 * @param own the span that the request is
 * @param caller the span that it was sent in, where its client says so
 */
public record RequestSpan(TraceParent own, Optional<TraceParent> caller) {

  /** Gives requests their places. */
  @FunctionalInterface
  public interface Source {
    /** Where nothing is traced. */
    Source NONE = _ -> Optional.empty();

    /** The place of a request that begins now; must not block or throw. */
    Optional<RequestSpan> begin(Optional<TraceParent> caller);
  }
}
