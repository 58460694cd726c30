package dev.atelier.metering.usage;

import java.util.Map;

/**
 * What calls to one account came to.
 *
 * @param outcomes calls that ended, by how
 * @param images that can be delivered
 * @param latency of the calls that succeeded
 * @param upstream micro-dollars that it bills for sure
 * @param ambiguous what it may bill besides
 */
public record AccountCalls(
    String account,
    Map<String, Long> outcomes,
    long images,
    LatencyHistogram latency,
    long upstream,
    long ambiguous) {
  public AccountCalls {
    outcomes = Map.copyOf(outcomes);
  }
}
