package dev.atelier.gateway.query;

import dev.atelier.database.Database;
import dev.atelier.database.Tx;
import dev.atelier.image.FaultException;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import dev.atelier.metering.usage.ChartFilter;
import dev.atelier.metering.usage.ChartPoint;
import dev.atelier.metering.usage.UsageChart;
import dev.atelier.metering.usage.UsageDays;
import dev.atelier.metering.usage.UsageDimension;
import dev.atelier.metering.usage.UsageFigures;
import dev.atelier.metering.usage.UsageFilter;
import dev.atelier.metering.usage.UsageGroup;
import dev.atelier.metering.usage.UsageTables;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Usage as it went over time, with latencies, failures and, for operators, accounts. */
public final class ChartUsage {
  private final Database database;
  private final UsageTables tables;
  private final InstantSource clock;

  public ChartUsage(Database database, UsageTables tables, InstantSource clock) {
    this.database = database;
    this.tables = tables;
    this.clock = clock;
  }

  /** The day that it is, in UTC. */
  public LocalDate today() {
    return UsageDays.day(clock.instant());
  }

  /**
   * @throws FaultException {@code Forbidden} for another tenant's or everyone's, unless the caller
   *     manages all tenants
   */
  public UsageChart chart(Principal principal, ChartFilter filter) {
    principal.require(Scope.READ);
    if (filter.tenant().filter(principal.tenant()::equals).isEmpty()) {
      principal.requireOperator();
    }
    return database.read(tx ->
        new UsageChart(
            filter.hours() ? tables.hours().points(tx, filter) : days(tx, filter),
            tables.hours().sizes(tx, filter),
            principal.operator() ? tables.accounts().list(tx, filter) : List.of()));
  }

  /** Days have their figures from the sums that are older than the others. */
  private List<ChartPoint> days(Tx tx, ChartFilter filter) {
    Map<Instant, UsageFigures> figures = new TreeMap<>();
    var byDay = new UsageFilter.Listing(List.of(UsageDimension.DAY), List.of(), Integer.MAX_VALUE);
    for (UsageGroup day : tables.days().list(tx, days(filter), byDay)) {
      Instant at =
          LocalDate.parse(day.values().getFirst()).atStartOfDay(ZoneOffset.UTC).toInstant();
      figures.put(at, day.figures());
    }
    Map<Instant, ChartPoint> points = new TreeMap<>();
    figures.forEach((at, sums) -> points.put(at, ChartPoint.of(at, sums)));
    for (ChartPoint point : tables.hours().points(tx, filter)) {
      points.put(point.at(), point.with(figures.getOrDefault(point.at(), point.figures())));
    }
    return List.copyOf(points.values());
  }

  private static UsageFilter days(ChartFilter filter) {
    var only = new EnumMap<UsageDimension, String>(UsageDimension.class);
    filter.key().ifPresent(key -> only.put(UsageDimension.KEY, key));
    filter.model().ifPresent(model -> only.put(UsageDimension.MODEL, model));
    return new UsageFilter(filter.tenant(), filter.from(), filter.to(), only);
  }
}
