package dev.atelier.gateway.submit;

import java.util.Optional;

/**
 * What a caller says its order may cost.
 *
 * @param maxMicros the most for all of it, in micro-dollars
 * @param quote the id of a quote by which it is to be sold
 */
public record CostLimit(Optional<Long> maxMicros, Optional<String> quote) {
  /** Whatever it costs. */
  public static final CostLimit NONE = new CostLimit(Optional.empty(), Optional.empty());

  /** This, where {@code other} says nothing else. */
  public CostLimit orElse(CostLimit other) {
    return new CostLimit(maxMicros.or(other::maxMicros), quote.or(other::quote));
  }
}
