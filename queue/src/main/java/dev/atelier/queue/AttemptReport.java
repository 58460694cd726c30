package dev.atelier.queue;

import dev.atelier.image.ImageSize;
import dev.atelier.image.OutputFormat;
import dev.atelier.image.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is kept of a call besides how it ended.
 *
 * @param provider who was called
 * @param model the upstream's own name of the model
 * @param delivered images that came of it and can be delivered
 * @param usage tokens that the upstream counted, where it says so
 * @param latency by phase
 * @param bytesOut bytes of HTTP that were sent, by all exchanges with the account's host
 * @param bytesIn those that were received
 * @param requestIds what the upstream calls the request, by the name of the header
 * @param stated what the upstream says that it made: {@code size}, {@code quality}, {@code format},
 *     {@code model}
 * @param received the images as they came
 */
public record AttemptReport(
    String provider,
    String model,
    int delivered,
    Optional<Usage> usage,
    Latency latency,
    long bytesOut,
    long bytesIn,
    Map<String, String> requestIds,
    Map<String, String> stated,
    List<Received> received) {
  public AttemptReport {
    requestIds = Map.copyOf(requestIds);
    stated = Map.copyOf(stated);
    received = List.copyOf(received);
  }

  /**
   * Where the time went.
   *
   * @param reused whether a connection was there already
   * @param connect the wait for one; empty for a call without one of its own
   * @param firstByte from the order's first byte to the head of its answer
   * @param lastByte from the order's first byte to the last of its images
   * @param whole of the whole attempt
   */
  public record Latency(
      boolean reused,
      Optional<Duration> connect,
      Optional<Duration> firstByte,
      Optional<Duration> lastByte,
      Duration whole) {}

  /** An image as it was measured before anything was repaired. */
  public record Received(int index, ImageSize size, OutputFormat format, long bytes) {}
}
