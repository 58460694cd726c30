package dev.atelier.benchmarks.queue;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What was measured of a queue once.
 *
 * @param submit jobs a second, each by itself
 * @param drain jobs a second
 * @param pickUp50 milliseconds, the median
 * @param pickUp99 milliseconds
 */
record QueueFigures(double submit, double drain, double pickUp50, double pickUp99) {

  /**
   * @param told lines of a measurement, the last of which has the figures
   * @throws IllegalArgumentException if it has not
   */
  static QueueFigures parse(String told) {
    Map<String, Double> values =
        Arrays.stream(told.lines().reduce("", (_, last) -> last).split(" "))
            .map(word -> word.split("=", 2))
            .filter(pair -> pair.length == 2)
            .collect(Collectors.toMap(pair -> pair[0], pair -> Double.valueOf(pair[1])));
    return new QueueFigures(
        value(values, "submit"),
        value(values, "drain"),
        value(values, "pickup50"),
        value(values, "pickup99"));
  }

  private static double value(Map<String, Double> values, String name) {
    Double found = values.get(name);
    if (found == null) {
      throw new IllegalArgumentException("no " + name + " was measured");
    }
    return found;
  }

  /** Medians of all rounds, and the rates in multiples of the first. */
  static String table(Map<String, List<QueueFigures>> measured) {
    var text =
        new StringBuilder(
            """
            | queue | submit/s | of ours | drain/s | of ours | pick-up p50 | p99 |
            |---|---|---|---|---|---|---|
            """);
    double submit = Double.NaN;
    double drain = Double.NaN;
    for (Map.Entry<String, List<QueueFigures>> one : measured.entrySet()) {
      if (one.getValue().isEmpty()) {
        continue;
      }
      double submits = median(one.getValue(), QueueFigures::submit);
      double drains = median(one.getValue(), QueueFigures::drain);
      submit = Double.isNaN(submit) ? submits : submit;
      drain = Double.isNaN(drain) ? drains : drain;
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %.0f | %.2f | %.0f | %.2f | %.1f ms | %.1f ms |%n",
              one.getKey(),
              submits,
              submits / submit,
              drains,
              drains / drain,
              median(one.getValue(), QueueFigures::pickUp50),
              median(one.getValue(), QueueFigures::pickUp99)));
    }
    return text.toString();
  }

  private static double median(List<QueueFigures> all, ToDoubleFunction<QueueFigures> figure) {
    double[] sorted = all.stream().mapToDouble(figure).sorted().toArray();
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }
}
