package dev.atelier.metering.usage;

import dev.atelier.image.JobFaultKind;
import java.time.Instant;
import java.util.Map;

/**
 * One hour or day of a chart.
 *
 * @param at when it began
 * @param faults jobs that failed or were cancelled, by why
 * @param latency of the jobs that succeeded
 */
public record ChartPoint(
    Instant at, UsageFigures figures, Map<JobFaultKind, Long> faults, LatencyHistogram latency) {
  public ChartPoint {
    faults = Map.copyOf(faults);
  }

  /** One of which nothing but its figures is known. */
  public static ChartPoint of(Instant at, UsageFigures figures) {
    return new ChartPoint(
        at, figures, Map.of(), new LatencyHistogram(new long[LatencyHistogram.BUCKETS]));
  }

  /** The same with other figures. */
  public ChartPoint with(UsageFigures other) {
    return new ChartPoint(at, other, faults, latency);
  }
}
