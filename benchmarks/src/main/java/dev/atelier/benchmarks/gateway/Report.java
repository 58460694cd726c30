package dev.atelier.benchmarks.gateway;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Tables of medians. A ratio to nginx is the median of the ratios within each round. */
final class Report {
  private static final String BASE = "nginx";

  private final List<Figure> figures;

  Report(List<Figure> figures) {
    this.figures = List.copyOf(figures);
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    figures.stream().map(Figure::scenario).distinct().forEach(one -> table(one, text));
    return text.toString();
  }

  private void table(Scenario scenario, StringBuilder text) {
    List<Figure> rows = figures.stream().filter(row -> row.scenario() == scenario).toList();
    text.append(
        "%n### %s (other work on the machine: %.2f processors)%n%n"
            .formatted(scenario.word(), median(rows, Figure::foreignCores)));
    text.append("| peer | requests/s | x nginx | p50 ms | p99 ms | first byte p50 ms |");
    text.append(" CPU us/request | x nginx | peak MB | failed |\n");
    text.append("|---|---|---|---|---|---|---|---|---|---|\n");
    rows.stream().map(Figure::peer).distinct().forEach(peer -> line(rows, peer, text));
  }

  private static void line(List<Figure> rows, String peer, StringBuilder text) {
    List<Figure> own = rows.stream().filter(row -> row.peer().equals(peer)).toList();
    text.append(
        String.format(
            Locale.ROOT,
            "| %s | %.0f | %.2f | %.1f | %.1f | %.1f | %.0f | %.1f | %.0f | %d |%n",
            peer,
            median(own, Figure::perSecond),
            ratio(rows, own, Figure::perSecond),
            median(own, Figure::p50),
            median(own, Figure::p99),
            median(own, Figure::first50),
            median(own, Figure::cpuMicros),
            ratio(rows, own, Figure::cpuMicros),
            own.stream().mapToDouble(Figure::peakMegabytes).max().orElse(0),
            own.stream().mapToLong(Figure::failed).sum()));
  }

  private static double ratio(List<Figure> rows, List<Figure> own, ToDoubleFunction<Figure> value) {
    return median(
        own.stream()
            .mapToDouble(row ->
                rows.stream()
                    .filter(base -> base.peer().equals(BASE) && base.round() == row.round())
                    .mapToDouble(base -> value.applyAsDouble(row) / value.applyAsDouble(base))
                    .findFirst()
                    .orElse(Double.NaN))
            .toArray());
  }

  private static double median(List<Figure> rows, ToDoubleFunction<Figure> value) {
    return median(rows.stream().mapToDouble(value).toArray());
  }

  static double median(double[] values) {
    Arrays.sort(values);
    int half = values.length / 2;
    return values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
  }
}
