package dev.atelier.metering.usage;

import java.util.List;

/**
 * The usage that has some values in common.
 *
 * @param values of the dimensions that it was grouped by, in their order
 */
public record UsageGroup(List<String> values, UsageFigures figures) {
  public UsageGroup {
    values = List.copyOf(values);
  }
}
