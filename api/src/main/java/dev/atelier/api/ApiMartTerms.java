package dev.atelier.api;

import dev.atelier.gateway.order.Terms;
import dev.atelier.metering.price.PriceBook;
import dev.atelier.provider.account.AccountFilter;
import java.util.Optional;

/** What is bought through APIMart's API, by its two channels. */
public final class ApiMartTerms {
  /** The label of accounts that the standard channel leaves alone unless a task asks for them. */
  public static final String OFFICIAL_TIER = "official";

  private ApiMartTerms() {}

  /**
   * By the tier of size.
   *
   * @param officialFallback whether official accounts may make it where no other can
   */
  public static Terms standard(boolean officialFallback) {
    return new Terms(
        officialFallback
            ? new AccountFilter.Last(OFFICIAL_TIER)
            : new AccountFilter.Without(OFFICIAL_TIER),
        Optional.empty());
  }

  /** By the official channel's prices, from official accounts before others. */
  public static Terms official() {
    return new Terms(
        new AccountFilter.First(OFFICIAL_TIER), Optional.of(PriceBook.APIMART_OFFICIAL));
  }
}
