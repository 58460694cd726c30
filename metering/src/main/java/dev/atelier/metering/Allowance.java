package dev.atelier.metering;

/**
 * How much one key or tenant may do; 0 stands for no limit.
 *
 * @param requestsPerMinute job-making requests; a minute's worth may come at once
 * @param imagesPerMinute pictures ordered; a minute's worth may come at once
 * @param concurrency requests being served at the same time
 */
public record Allowance(int requestsPerMinute, int imagesPerMinute, int concurrency) {
  public static final Allowance UNLIMITED = new Allowance(0, 0, 0);

  public Allowance {
    if (requestsPerMinute < 0 || imagesPerMinute < 0 || concurrency < 0) {
      throw new IllegalArgumentException("a limit is 0 (none) or more");
    }
  }
}
