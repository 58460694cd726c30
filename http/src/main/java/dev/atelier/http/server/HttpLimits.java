package dev.atelier.http.server;

import java.time.Duration;

/**
 * What one server takes from its clients.
 *
 * @param bodyBytesMax of routes that name no limit of their own
 * @param headerBytesMax request line and headers together (431, or 414 for the line alone)
 * @param connectionsMax open connections; further ones wait in the accept queue
 * @param acceptQueue of the listening socket
 * @param idle how long a kept-alive connection, a stalled upload or a stalled reader may be silent
 * @param bodyBytesPerSecondMin the average an upload must reach once it took longer than {@code
 *     idle}; 0 for any
 * @param poolBytesMax network buffers kept for reuse, on the heap and outside it, each
 */
public record HttpLimits(
    long bodyBytesMax,
    int headerBytesMax,
    int connectionsMax,
    int acceptQueue,
    Duration idle,
    long bodyBytesPerSecondMin,
    long poolBytesMax) {
  public static final HttpLimits DEFAULT =
      new HttpLimits(1 << 20, 16 << 10, 10_000, 4096, Duration.ofSeconds(30), 1024, 32 << 20);

  public HttpLimits {
    if (bodyBytesMax < 0 || headerBytesMax < 1024 || connectionsMax < 1 || acceptQueue < 1) {
      throw new IllegalArgumentException("limits must be positive, headers at least 1 KiB");
    }
    if (idle.isNegative() || idle.isZero()) {
      throw new IllegalArgumentException("idle must be positive");
    }
  }

  public HttpLimits withIdle(Duration idle) {
    return new HttpLimits(
        bodyBytesMax,
        headerBytesMax,
        connectionsMax,
        acceptQueue,
        idle,
        bodyBytesPerSecondMin,
        poolBytesMax);
  }

  public HttpLimits withConnectionsMax(int connectionsMax) {
    return new HttpLimits(
        bodyBytesMax,
        headerBytesMax,
        connectionsMax,
        acceptQueue,
        idle,
        bodyBytesPerSecondMin,
        poolBytesMax);
  }
}
