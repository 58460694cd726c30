package dev.atelier.metering.session;

import java.time.Duration;

/**
 * How long browsers stay signed in.
 *
 * @param lasts whether used or not, a minute to 30 days
 * @param idle without any use, a minute or more
 */
public record SessionSettings(Duration lasts, Duration idle) {
  private static final Duration MIN = Duration.ofMinutes(1);
  private static final Duration MAX = Duration.ofDays(30);

  public static final SessionSettings DEFAULT =
      new SessionSettings(Duration.ofHours(12), Duration.ofHours(4));

  /**
   * @throws IllegalArgumentException for times out of range
   */
  public SessionSettings {
    if (lasts.compareTo(MIN) < 0 || lasts.compareTo(MAX) > 0 || idle.compareTo(MIN) < 0) {
      throw new IllegalArgumentException("sessions last 1m to 30d, idle ones 1m or more");
    }
  }
}
