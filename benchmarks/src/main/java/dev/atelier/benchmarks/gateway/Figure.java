package dev.atelier.benchmarks.gateway;

import java.util.Map;
import java.util.Optional;

/**
 * What one peer did in one round of one scenario.
 *
 * @param requests answered, failed ones included
 * @param p50 milliseconds, as {@code p99} and {@code first50}, the time to an answer's first byte
 * @param cpuMicros processor time of the peer for each request, from its first to its last answer
 * @param wholeMicros the same with all work that was left then, such as jobs to be made
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
    double wholeMicros,
    double peakMegabytes,
    double foreignCores) {

  static Figure of(
      Scenario scenario,
      String peer,
      int round,
      Map<String, Double> told,
      Cpu cpu,
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
        cpu.answering() / Math.max(1, requests) * 1e6,
        cpu.whole() / Math.max(1, requests) * 1e6,
        peakMegabytes,
        foreignCores);
  }

  private static double value(Map<String, Double> told, String name) {
    return Optional.ofNullable(told.get(name))
        .orElseThrow(() -> new IllegalStateException("the driver did not tell " + name));
  }

  /**
   * Processor time of a peer in seconds.
   *
   * @param answering until the last answer
   * @param whole until nothing was left to do
   */
  record Cpu(double answering, double whole) {}
}
