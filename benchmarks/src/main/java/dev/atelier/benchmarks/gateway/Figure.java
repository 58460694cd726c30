package dev.atelier.benchmarks.gateway;

import java.util.Map;
import java.util.Optional;

/**
 * What one peer did in one round of one scenario.
 *
 * @param requests answered, failed ones included
 * @param p50 milliseconds, as {@code p99} and {@code first50}, the time to an answer's first byte
 * @param cpuMicros processor time of the peer for each request
 * @param peakMegabytes most resident memory
 * @param foreignCores processors that unrelated work kept busy
 */
record Figure(
    Scenario scenario,
    String peer,
    int round,
    long requests,
    long failed,
    double perSecond,
    double p50,
    double p99,
    double first50,
    double cpuMicros,
    double peakMegabytes,
    double foreignCores) {

  static Figure of(
      Scenario scenario,
      String peer,
      int round,
      Map<String, Double> told,
      double cpuSeconds,
      double peakMegabytes,
      double foreignCores) {
    double requests = value(told, "requests");
    return new Figure(
        scenario,
        peer,
        round,
        (long) requests,
        (long) value(told, "failed"),
        requests / value(told, "seconds"),
        value(told, "p50"),
        value(told, "p99"),
        value(told, "first50"),
        cpuSeconds / Math.max(1, requests) * 1e6,
        peakMegabytes,
        foreignCores);
  }

  private static double value(Map<String, Double> told, String name) {
    return Optional.ofNullable(told.get(name))
        .orElseThrow(() -> new IllegalStateException("the driver did not tell " + name));
  }
}
