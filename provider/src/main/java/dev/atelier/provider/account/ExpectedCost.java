package dev.atelier.provider.account;

import dev.atelier.provider.Account;
import java.math.BigDecimal;
import java.util.Optional;

/** What one image is expected to cost at an account. */
@FunctionalInterface
public interface ExpectedCost {
  /** Knows nothing. */
  ExpectedCost UNKNOWN = (_, _, _, _) -> Optional.empty();

  /**
   * In US dollars; empty if it is not known.
   *
   * @param modelId the catalogue's id, not an alias
   * @param size in pixels, such as {@code 1024x1536}
   * @param quality one of the model's words for it, such as {@code high}
   */
  Optional<BigDecimal> usdPerImage(Account account, String modelId, String size, String quality);
}
