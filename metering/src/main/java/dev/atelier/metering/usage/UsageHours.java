package dev.atelier.metering.usage;

import dev.atelier.database.Row;
import dev.atelier.database.Tx;
import dev.atelier.image.JobFaultKind;
import dev.atelier.image.Usage;
import dev.atelier.metering.usage.UsageFigures.Jobs;
import dev.atelier.metering.usage.UsageFigures.Money;
import dev.atelier.metering.usage.UsageFigures.Pictures;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The sums of hours that charts are drawn from, added to in the transaction in which something
 * happens. There is a row for what is told apart in an hour, however many jobs that were.
 */
public final class UsageHours {
  /** Days whose hours are told apart: today and those before it. */
  public static final int DAYS_APART = 8;

  /** Most sizes and qualities that latencies are told of: those with the most jobs. */
  static final int SIZES_MAX = 40;

  private static final String FAULT = "fault_";
  private static final List<String> FIGURES =
      List.of(
          "jobs",
          "ordered",
          "delivered",
          "failed",
          "refused",
          "cancelled",
          "charged",
          "refunded",
          "upstream",
          "ambiguous");

  private static final HourRows TABLE =
      new HourRows(
          "usage_hours",
          List.of("api_key", "model", "size", "quality"),
          Stream.of(
                  FIGURES.stream(),
                  Arrays.stream(JobFaultKind.values()).map(UsageHours::column),
                  LatencyHistogram.COLUMNS.stream())
              .flatMap(one -> one)
              .toList());

  private static String column(JobFaultKind fault) {
    return FAULT + fault.word();
  }

  /** Adds what is not the end of a job. */
  public void add(Tx tx, UsageSource source, Instant at, UsageFigures figures) {
    add(tx, source, at, amounts(figures));
  }

  /**
   * Adds the end of a job.
   *
   * @param figures what else ends with it
   */
  public void ended(Tx tx, UsageSource source, Instant at, JobEnd end, UsageFigures figures) {
    HourAmounts amounts = amounts(figures);
    end.took().ifPresent(amounts::took);
    end.fault().ifPresent(fault -> amounts.with(column(fault), 1));
    add(tx, source, at, amounts);
  }

  private static HourAmounts amounts(UsageFigures figures) {
    return new HourAmounts()
        .with("jobs", figures.jobs().ended())
        .with("ordered", figures.pictures().ordered())
        .with("delivered", figures.pictures().delivered())
        .with("failed", figures.pictures().failed())
        .with("refused", figures.pictures().refused())
        .with("cancelled", figures.pictures().cancelled())
        .with("charged", figures.money().charged())
        .with("refunded", figures.money().refunded())
        .with("upstream", figures.money().upstream())
        .with("ambiguous", figures.money().ambiguous());
  }

  private static void add(Tx tx, UsageSource source, Instant at, HourAmounts amounts) {
    TABLE.add(
        tx,
        source.tenant().value(),
        at,
        List.of(source.key().value(), source.model(), source.size(), source.quality()),
        amounts);
  }

  /**
   * Makes rows of hours that are told apart no longer sums of their days.
   *
   * @return how many, at most {@code limit}
   */
  public int rollUp(Tx tx, LocalDate today, int limit) {
    return TABLE.rollUp(tx, firstApart(today), limit);
  }

  /** The first day whose hours are told apart. */
  public static LocalDate firstApart(LocalDate today) {
    return today.minusDays(DAYS_APART - 1L);
  }

  /** The hours or days in which something happened, in their order. */
  public List<ChartPoint> points(Tx tx, ChartFilter filter) {
    var arguments = new ArrayList<Object>();
    String columns = filter.hours() ? "day, hour" : "day";
    return tx.list(
        TABLE.select(columns)
            + filter.where(arguments)
            + " GROUP BY %s ORDER BY %s".formatted(columns, columns),
        row -> point(row, filter.hours()),
        arguments.toArray());
  }

  private static ChartPoint point(Row row, boolean hours) {
    Instant day = LocalDate.parse(row.text("day")).atStartOfDay(ZoneOffset.UTC).toInstant();
    LatencyHistogram latency = LatencyHistogram.of(row);
    return new ChartPoint(
        hours ? day.plus(Duration.ofHours(row.number("hour"))) : day,
        figures(row, latency.count()),
        faults(row),
        latency);
  }

  private static UsageFigures figures(Row row, long succeeded) {
    return new UsageFigures(
        new Jobs(row.number("jobs"), succeeded, 0), Pictures.of(row), Usage.NONE, Money.of(row));
  }

  private static Map<JobFaultKind, Long> faults(Row row) {
    var faults = new TreeMap<JobFaultKind, Long>();
    for (JobFaultKind kind : JobFaultKind.values()) {
      long jobs = row.number(column(kind));
      if (jobs > 0) {
        faults.put(kind, jobs);
      }
    }
    return faults;
  }

  /** Latencies by size and quality, of at most {@value #SIZES_MAX}, those with most jobs first. */
  public List<SizeLatency> sizes(Tx tx, ChartFilter filter) {
    var arguments = new ArrayList<Object>();
    String query =
        TABLE.select("size, quality", LatencyHistogram.COLUMNS)
            + filter.where(arguments)
            + " AND size <> '' GROUP BY size, quality ORDER BY SUM(jobs) DESC, size, quality LIMIT ?";
    arguments.add(SIZES_MAX);
    return tx
        .list(
            query,
            row -> new SizeLatency(row.text("size"), row.text("quality"), LatencyHistogram.of(row)),
            arguments.toArray())
        .stream()
        .filter(one -> one.latency().count() > 0)
        .toList();
  }
}
