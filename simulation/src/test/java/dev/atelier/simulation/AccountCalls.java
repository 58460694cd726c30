package dev.atelier.simulation;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which node asked the upstream for which call, since when, and how that ended last. */
final class AccountCalls {
  private final Map<String, Ask> asks = new HashMap<>();

  /** A node asks for a call, for the first time or again. */
  void asks(String attempt, String node, Instant now) {
    Instant since = of(attempt).filter(ask -> ask.node().equals(node)).map(Ask::since).orElse(now);
    asks.put(attempt, new Ask(node, since, false));
  }

  /** Our own disk did not take what the upstream delivered. */
  void unstored(String attempt) {
    asks.computeIfPresent(attempt, (_, ask) -> new Ask(ask.node(), ask.since(), true));
  }

  Optional<Ask> of(String attempt) {
    return Optional.ofNullable(asks.get(attempt));
  }

  /**
   * One call as the node that asked last sees it.
   *
   * @param since when that node asked first
   * @param unstored whether it was our own disk that ended the last asking
   */
  record Ask(String node, Instant since, boolean unstored) {}
}
