package dev.atelier.api.apimart;

import dev.atelier.api.read.Strictness;
import java.time.Duration;
import java.util.Optional;

/**
 * How the APIMart dialect behaves.
 *
 * @param imageBodyBytesMax largest body of a submission
 * @param tasksKept how long an ended task can be asked about, the vendor's {@code
 *     TASK_RETENTION_DAYS}; at most as long as jobs are stored
 * @param callbacks whom tasks may ask to be called at their end; nobody if empty
 * @param strictness how far a request is understood beyond what the vendor documents
 */
public record ApiMartSettings(
    long imageBodyBytesMax,
    Duration tasksKept,
    Optional<Callbacks> callbacks,
    Strictness strictness) {
  public static final ApiMartSettings DEFAULT =
      new ApiMartSettings(384L << 20, Duration.ofDays(7), Optional.empty(), Strictness.LENIENT);

  public ApiMartSettings {
    if (imageBodyBytesMax < 1 || tasksKept.isNegative() || tasksKept.isZero()) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }
}
