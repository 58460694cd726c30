package dev.atelier.metering.usage;

import dev.atelier.image.TenantId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which usage a chart is of.
 *
 * @param tenant whose; everyone's if empty
 * @param from the first day, in UTC
 * @param to the last day
 * @param key the id of a key; any if empty
 * @param model any if empty
 * @param hours whether by hours instead of days
 */
public record ChartFilter(
    Optional<TenantId> tenant,
    LocalDate from,
    LocalDate to,
    Optional<String> key,
    Optional<String> model,
    boolean hours) {
  public ChartFilter {
    if (to.isBefore(from)) {
      throw new IllegalArgumentException("the last day is before the first");
    }
  }

  /** The rows that count, as the condition of a query; its arguments are added to these. */
  String where(List<Object> arguments) {
    var all = new ArrayList<String>();
    tenant.ifPresent(one -> {
      all.add("tenant = ?");
      arguments.add(one.value());
    });
    all.add("day >= ? AND day <= ?");
    arguments.add(from.toString());
    arguments.add(to.toString());
    if (hours) {
      all.add("hour >= 0");
    }
    key.ifPresent(one -> {
      all.add("api_key = ?");
      arguments.add(one);
    });
    model.ifPresent(one -> {
      all.add("model = ?");
      arguments.add(one);
    });
    return String.join(" AND ", all);
  }
}
