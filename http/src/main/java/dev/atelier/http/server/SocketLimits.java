package dev.atelier.http.server;

import java.time.Duration;

/**
 * What is taken from the clients of one WebSocket path.
 *
 * @param messageBytesMax largest message, all its frames together; closed with 1009 above
 * @param strangerBytesMax the same for a client that has not proven who it is
 * @param admitWithin how long a client may stay without proving that; closed with 1008 then
 * @param idle how long neither side may say anything while the client waits for nothing; closed
 *     with 1001 then
 * @param stalled how long a message may stop in the middle, in either direction; closed with 1008
 *     then
 * @param queueMessagesMax messages that may wait for a slow reader; closed with 1008 above
 * @param queueBytesMax bytes of memory that these may hold; closed with 1008 above
 */
public record SocketLimits(
    long messageBytesMax,
    long strangerBytesMax,
    Duration admitWithin,
    Duration idle,
    Duration stalled,
    int queueMessagesMax,
    long queueBytesMax) {
  public static final SocketLimits DEFAULT =
      new SocketLimits(
          128L << 20,
          64 << 10,
          Duration.ofSeconds(30),
          Duration.ofSeconds(120),
          Duration.ofSeconds(30),
          1000,
          4 << 20);

  private static final long LOOKS_IN_THE_SHORTEST = 4;
  private static final long LOOK_MILLIS_MAX = 5000;

  public SocketLimits {
    if (messageBytesMax < 1 || strangerBytesMax < 1 || queueMessagesMax < 1 || queueBytesMax < 1) {
      throw new IllegalArgumentException("limits must be positive");
    }
    if (!admitWithin.isPositive() || !idle.isPositive() || !stalled.isPositive()) {
      throw new IllegalArgumentException("times must be positive");
    }
  }

  public SocketLimits withIdle(Duration other) {
    return new SocketLimits(
        messageBytesMax,
        strangerBytesMax,
        admitWithin,
        other,
        stalled,
        queueMessagesMax,
        queueBytesMax);
  }

  /** How often a connection is held against its times. */
  long lookMillis() {
    long shortest = Math.min(Math.min(admitWithin.toMillis(), idle.toMillis()), stalled.toMillis());
    return Math.clamp(shortest / LOOKS_IN_THE_SHORTEST, 1, LOOK_MILLIS_MAX);
  }
}
