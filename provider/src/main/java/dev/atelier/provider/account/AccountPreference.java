package dev.atelier.provider.account;

import java.util.List;
import java.util.Optional;

/**
 * What makes one account better than another that could take the same work.
 *
 * @param tiers labels of the accounts that come first, the best first; those with others, or with
 *     none, come after all of them
 */
public record AccountPreference(List<String> tiers, ExpectedCost cost) {
  public static final AccountPreference DEFAULT =
      new AccountPreference(List.of("plus", "team", "pro"), ExpectedCost.UNKNOWN);

  public AccountPreference {
    tiers = List.copyOf(tiers);
  }

  /** Where a label stands, 0 for the best. */
  int rank(Optional<String> tier) {
    int index = tier.map(tiers::indexOf).orElse(-1);
    return index < 0 ? tiers.size() : index;
  }
}
