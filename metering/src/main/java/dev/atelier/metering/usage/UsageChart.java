package dev.atelier.metering.usage;

import java.util.List;

/**
 * What charts of some usage are drawn from, of one moment.
 *
 * @param points hours or days in which something happened, in their order
 * @param sizes latencies of jobs that succeeded, of those sizes and qualities that had most jobs
 * @param accounts what calls came to; empty for who may not see that
 */
public record UsageChart(
    List<ChartPoint> points, List<SizeLatency> sizes, List<AccountCalls> accounts) {
  public UsageChart {
    points = List.copyOf(points);
    sizes = List.copyOf(sizes);
    accounts = List.copyOf(accounts);
  }
}
