package dev.atelier.metering.usage;

import dev.atelier.image.TenantId;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which usage is asked for.
 *
 * @param tenant whose; everyone's if empty
 * @param from the first day, in UTC
 * @param to the last day
 * @param only what it must be; any where a dimension is missing
 */
public record UsageFilter(
    Optional<TenantId> tenant, LocalDate from, LocalDate to, Map<UsageDimension, String> only) {
  public UsageFilter {
    only = Map.copyOf(only);
    if (to.isBefore(from)) {
      throw new IllegalArgumentException("the last day is before the first");
    }
  }

  /**
   * How it is listed.
   *
   * @param by one group for each set of these that there is, in their order
   * @param after only groups after the one of these values; from the beginning if empty
   * @param limit most groups
   */
  public record Listing(List<UsageDimension> by, List<String> after, int limit) {
    public Listing {
      by = List.copyOf(by);
      after = List.copyOf(after);
      if (!after.isEmpty() && after.size() != by.size()) {
        throw new IllegalArgumentException("a place has a value for each dimension");
      }
    }
  }
}
