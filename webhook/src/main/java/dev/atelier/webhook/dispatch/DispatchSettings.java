package dev.atelier.webhook.dispatch;

import java.time.Duration;

/**
 * The dispatcher's bounds.
 *
 * @param totalMax tries in progress at once, for everybody together
 * @param tenantMax of these, for one tenant
 * @param laneMax of these, for one host of one tenant
 * @param claimMargin how much longer than a try may take its claim lasts
 * @param pollMax how long it sleeps at most before it looks again
 * @param closeGrace how long tries in progress may still take when it is closed
 */
public record DispatchSettings(
    int totalMax,
    int tenantMax,
    int laneMax,
    Duration claimMargin,
    Duration pollMax,
    Duration closeGrace) {
  public static final DispatchSettings DEFAULT =
      new DispatchSettings(
          256, 128, 8, Duration.ofMinutes(1), Duration.ofSeconds(1), Duration.ofSeconds(2));

  public DispatchSettings {
    if (laneMax < 1 || tenantMax < laneMax || totalMax < tenantMax) {
      throw new IllegalArgumentException("1 <= laneMax <= tenantMax <= totalMax expected");
    }
    if (!pollMax.isPositive() || claimMargin.isNegative() || closeGrace.isNegative()) {
      throw new IllegalArgumentException("positive times expected");
    }
  }
}
