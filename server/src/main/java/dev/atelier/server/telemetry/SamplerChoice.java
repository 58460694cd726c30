package dev.atelier.server.telemetry;

/**
 * Which traces are recorded, by OpenTelemetry's name for it.
 *
 * @param ratio the share of traces, 0 to 1, for the samplers that take one
 */
public record SamplerChoice(Kind kind, double ratio) {
  /** Records what its caller records, and whatever has none. */
  public static final SamplerChoice DEFAULT = new SamplerChoice(Kind.PARENTBASED_ALWAYS_ON, 1);

  public SamplerChoice {
    if (!(ratio >= 0 && ratio <= 1)) {
      throw new IllegalArgumentException("a ratio is from 0 to 1, not " + ratio);
    }
  }

  /** The samplers of OTEL_TRACES_SAMPLER. */
  public enum Kind {
    ALWAYS_ON,
    ALWAYS_OFF,
    TRACEIDRATIO,
    PARENTBASED_ALWAYS_ON,
    PARENTBASED_ALWAYS_OFF,
    PARENTBASED_TRACEIDRATIO
  }
}
