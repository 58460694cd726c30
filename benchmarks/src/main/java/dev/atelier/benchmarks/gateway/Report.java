package dev.atelier.benchmarks.gateway;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Tables of medians: one for each load, then the ratios of all. A ratio to nginx is the median of
 * the ratios within each round.
 */
final class Report {
  private static final String BASE = PeerKind.NGINX.word();

  private final List<Figure> figures;

  Report(List<Figure> figures) {
    this.figures = List.copyOf(figures);
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    figures.stream().map(Figure::scenario).distinct().forEach(one -> table(one, text));
    ratios(text);
    return text.toString();
  }

  private void table(Scenario scenario, StringBuilder text) {
    List<Figure> rows = of(scenario);
    text.append(
        "%n### %s (other work on the machine: %.2f processors)%n%n"
            .formatted(scenario.word(), median(rows, Figure::foreignCores)));
    text.append("| peer | requests/s | x nginx | p50 ms | p99 ms | first byte p50 ms |");
    text.append(" CPU us/request | x nginx | with the work left us | peak MB | failed |\n");
    text.append("|---|---|---|---|---|---|---|---|---|---|---|\n");
    rows.stream().map(Figure::peer).distinct().forEach(peer -> line(rows, peer, text));
  }

  private static void line(List<Figure> rows, String peer, StringBuilder text) {
    List<Figure> own = of(rows, peer);
    text.append(
        String.format(
            Locale.ROOT,
            "| %s | %.0f | %.2f | %.1f | %.1f | %.1f | %.0f | %.1f | %.0f | %.0f | %d |%n",
            peer,
            median(own, Figure::perSecond),
            ratio(rows, own, Figure::perSecond),
            median(own, Figure::p50),
            median(own, Figure::p99),
            median(own, Figure::first50),
            median(own, Figure::cpuMicros),
            ratio(rows, own, Figure::cpuMicros),
            median(own, Figure::wholeMicros),
            own.stream().mapToDouble(Figure::peakMegabytes).max().orElse(0),
            own.stream().mapToLong(Figure::failed).sum()));
  }

  /** One line a load, one column for each of the others: their processor time and rate. */
  private void ratios(StringBuilder text) {
    List<String> others =
        figures.stream()
            .map(Figure::peer)
            .distinct()
            .filter(peer -> !peer.equals(BASE) && !peer.equals(PeerKind.DIRECT.word()))
            .sorted()
            .toList();
    text.append("\n### x nginx: CPU per request, rate\n\n| load |");
    others.forEach(peer -> text.append(' ').append(peer).append(" |"));
    text.append("\n|---|").append("---|".repeat(others.size())).append('\n');
    for (Scenario scenario : figures.stream().map(Figure::scenario).distinct().toList()) {
      List<Figure> rows = of(scenario);
      text.append("| ").append(scenario.word()).append(" |");
      others.forEach(peer -> text.append(' ').append(cell(rows, of(rows, peer))).append(" |"));
      text.append('\n');
    }
  }

  private static String cell(List<Figure> rows, List<Figure> own) {
    return own.isEmpty()
        ? "-"
        : String.format(
            Locale.ROOT,
            "%.1f, %.2f",
            ratio(rows, own, Figure::cpuMicros),
            ratio(rows, own, Figure::perSecond));
  }

  private List<Figure> of(Scenario scenario) {
    return figures.stream().filter(row -> row.scenario().equals(scenario)).toList();
  }

  private static List<Figure> of(List<Figure> rows, String peer) {
    return rows.stream().filter(row -> row.peer().equals(peer)).toList();
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
