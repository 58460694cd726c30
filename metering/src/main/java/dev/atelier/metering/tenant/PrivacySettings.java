package dev.atelier.metering.tenant;

import java.time.Duration;
import java.util.Optional;

/**
 * How long what belongs to a tenant's jobs is kept, counted from the end of each job; what is empty
 * is as the server keeps it.
 *
 * @param prompts prompts and whatever else the customer wrote
 * @param images results and inputs
 * @param jobs jobs with all that belongs to them
 * @param promptsHashed whether prompts go with the end of their job, and a keyed hash stays
 */
public record PrivacySettings(
    Optional<Duration> prompts,
    Optional<Duration> images,
    Optional<Duration> jobs,
    boolean promptsHashed) {
  /** Of a tenant for which nothing was set. */
  public static final PrivacySettings DEFAULT =
      new PrivacySettings(Optional.empty(), Optional.empty(), Optional.empty(), false);

  /** The longest time that can be set. */
  public static final Duration LONGEST = Duration.ofDays(3_650);

  public PrivacySettings {
    check(prompts);
    check(images);
    check(jobs);
  }

  private static void check(Optional<Duration> kept) {
    if (kept.filter(time -> time.isNegative() || time.compareTo(LONGEST) > 0).isPresent()) {
      throw new IllegalArgumentException("0 to 3650 days expected");
    }
  }
}
