package dev.atelier.providers.sandbox;

import java.time.Duration;

/**
 * How the sandbox behaves.
 *
 * @param pace how long each picture takes; zero for as fast as it can be drawn
 */
public record SandboxSettings(Duration pace) {
  public static final SandboxSettings DEFAULT = new SandboxSettings(Duration.ZERO);

  public SandboxSettings {
    if (pace.isNegative() || pace.compareTo(Duration.ofMinutes(10)) > 0) {
      throw new IllegalArgumentException("pace must be 0 to 10 minutes: " + pace);
    }
  }
}
