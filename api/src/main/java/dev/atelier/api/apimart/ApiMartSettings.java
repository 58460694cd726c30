package dev.atelier.api.apimart;

import java.time.Duration;

/**
 * How the APIMart dialect behaves.
 *
 * @param imageBodyBytesMax largest body of a submission
 * @param tasksKept how long an ended task can be asked about, the vendor's {@code
 *     TASK_RETENTION_DAYS}; at most as long as jobs are stored
 */
public record ApiMartSettings(long imageBodyBytesMax, Duration tasksKept) {
  public static final ApiMartSettings DEFAULT = new ApiMartSettings(384L << 20, Duration.ofDays(7));

  public ApiMartSettings {
    if (imageBodyBytesMax < 1 || tasksKept.isNegative() || tasksKept.isZero()) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }
}
