package dev.atelier.provider.account;

import dev.atelier.provider.Account;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * An account that could take some work now, as it stood when it was asked.
 *
 * @param pass how much work it was given for its weight
 */
record Candidate(PooledAccount pooled, int inFlight, double pass) {
  Account account() {
    return pooled.account();
  }

  /** In US dollars; what costs nothing is known to. */
  Optional<BigDecimal> usdPerImage(SlotRequest request, ExpectedCost cost) {
    return pooled.provider().capabilities().free()
        ? Optional.of(BigDecimal.ZERO)
        : cost.usdPerImage(account(), request.route().model(), request.size(), request.quality());
  }
}
