package dev.atelier.http.upstream;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What one call took and moved, whether it was answered or not; by the monotonic clock.
 *
 * @param begunNanos when it began to want a connection, as {@link System#nanoTime()} has it
 * @param reused whether the connection had carried calls before
 * @param connected until a connection was there, TLS included; empty where none came about
 * @param sent until its first byte left; what the caller does right before is none of the upstream
 * @param firstByte until the head of the answer was there
 * @param lastByte until the latest byte of the answer that was read
 * @param bytesOut bytes of HTTP that were sent, the head included; over HTTP/2 heads count as text
 *     and bodies without their frames
 * @param bytesIn those that were received
 * @param status of the answer
 * @param requestIds what the answer calls the request, by the name of the header
 */
public record UpstreamExchange(
    long begunNanos,
    boolean reused,
    Optional<Duration> connected,
    Optional<Duration> sent,
    Optional<Duration> firstByte,
    Optional<Duration> lastByte,
    long bytesOut,
    long bytesIn,
    OptionalInt status,
    Map<String, String> requestIds) {
  public UpstreamExchange {
    requestIds = Map.copyOf(requestIds);
  }
}
