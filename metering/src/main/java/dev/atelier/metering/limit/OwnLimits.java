package dev.atelier.metering.limit;

import dev.atelier.image.Quality;
import java.util.Optional;

/**
 * The limits that were set for one owner; what is empty is as the configuration has it, 0 is
 * unlimited.
 */
public record OwnLimits(
    Optional<Integer> requestsPerMinute,
    Optional<Integer> imagesPerMinute,
    Optional<Integer> concurrency,
    Optional<Integer> queueDepth,
    Optional<SizeMax> sizeMax,
    Optional<Quality> qualityMax) {
  /** The most that a count can be. */
  public static final int COUNT_MAX = 1_000_000;

  /** None set. */
  public static final OwnLimits NONE =
      new OwnLimits(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** What applies, with what is not set here taken from {@code usual}. */
  Allowance over(Allowance usual) {
    return new Allowance(
        requestsPerMinute.orElse(usual.requestsPerMinute()),
        imagesPerMinute.orElse(usual.imagesPerMinute()),
        concurrency.orElse(usual.concurrency()),
        queueDepth.orElse(usual.queueDepth()),
        sizeMax.or(usual::sizeMax),
        qualityMax.or(usual::qualityMax));
  }
}
