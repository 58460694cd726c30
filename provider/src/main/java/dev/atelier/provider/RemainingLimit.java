package dev.atelier.provider;

import java.time.Duration;

/**
 * What an upstream says is left of one of an account's limits.
 *
 * @param limit its own name of it, such as {@code requests} or {@code input-images}
 * @param left 0 or more
 * @param reset how long until there is all of it again
 */
public record RemainingLimit(String limit, long left, Duration reset) {
  public RemainingLimit {
    if (left < 0 || reset.isNegative()) {
      throw new IllegalArgumentException(limit + " " + left + ", " + reset);
    }
  }

  /** Whether the images that are ordered count against it one by one. */
  public boolean ofImages() {
    return limit.equals("images");
  }

  /** Whether only work that sends images counts against it. */
  public boolean ofInputs() {
    return limit.equals("input-images");
  }
}
