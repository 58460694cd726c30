package dev.atelier.providers.upstream;

import java.math.BigDecimal;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What an upstream says that something cost, in US dollars. */
public final class BilledUsd {
  private static final BigDecimal MAX = new BigDecimal(1_000_000);

  private BilledUsd() {}

  /** Empty for what cannot be a price. */
  public static Optional<BigDecimal> of(JsonNode node) {
    if (!node.isNumber()) {
      return Optional.empty();
    }
    return node.decimalValueOpt().filter(usd -> usd.signum() >= 0 && usd.compareTo(MAX) <= 0);
  }
}
