package dev.atelier.metering.limit;

import dev.atelier.image.Quality;
import java.util.Optional;

/**
 * How much one key, tenant or end user may do; 0 and nothing stand for no limit.
 *
 * @param requestsPerMinute job-making requests
 * @param imagesPerMinute pictures ordered
 * @param concurrency jobs that have not ended
 * @param queueDepth jobs that wait for their turn
 * @param sizeMax the largest picture
 * @param qualityMax the highest quality
 */
public record Allowance(
    int requestsPerMinute,
    int imagesPerMinute,
    int concurrency,
    int queueDepth,
    Optional<SizeMax> sizeMax,
    Optional<Quality> qualityMax) {
  public static final Allowance UNLIMITED = new Allowance(0, 0, 0);

  public Allowance {
    if (requestsPerMinute < 0 || imagesPerMinute < 0 || concurrency < 0 || queueDepth < 0) {
      throw new IllegalArgumentException("a limit is 0 (none) or more");
    }
  }

  public Allowance(int requestsPerMinute, int imagesPerMinute, int concurrency) {
    this(requestsPerMinute, imagesPerMinute, concurrency, 0, Optional.empty(), Optional.empty());
  }

  /** Whether anything is counted by the minute. */
  boolean paced() {
    return requestsPerMinute > 0 || imagesPerMinute > 0;
  }
}
