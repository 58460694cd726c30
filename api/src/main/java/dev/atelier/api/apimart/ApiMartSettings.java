package dev.atelier.api.apimart;

import java.time.Duration;
import java.util.Optional;

/**
 * How the APIMart dialect behaves.
 *
 * @param imageBodyBytesMax largest body of a submission
 * @param tasksKept how long an ended task can be asked about, the vendor's {@code
 *     TASK_RETENTION_DAYS}; at most as long as jobs are stored
 * @param callbacks whom tasks may ask to be called at their end; nobody if empty
 */
public record ApiMartSettings(
    long imageBodyBytesMax, Duration tasksKept, Optional<Callbacks> callbacks) {
  public static final ApiMartSettings DEFAULT =
      new ApiMartSettings(384L << 20, Duration.ofDays(7), Optional.empty());

  public ApiMartSettings {
    if (imageBodyBytesMax < 1 || tasksKept.isNegative() || tasksKept.isZero()) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }
}
