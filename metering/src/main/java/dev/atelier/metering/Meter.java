package dev.atelier.metering;

import dev.atelier.image.AdmissionFault.RateLimited;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** What one key or tenant has used of its allowance. Entered under the lock of {@link Limits}. */
final class Meter {
  /** Nobody knows when a place gets free; SDKs obey waits of up to 8 s. */
  private static final Duration PLACE_WAIT = Duration.ofSeconds(1);

  private final int concurrency;
  private final RateLimiter requests;
  private final RateLimiter images;
  private final AtomicInteger running = new AtomicInteger();

  Meter(Allowance allowance, InstantSource clock) {
    this.concurrency = allowance.concurrency();
    this.requests = new RateLimiter("requests", allowance.requestsPerMinute(), clock);
    this.images = new RateLimiter("input-images", allowance.imagesPerMinute(), clock);
  }

  /** Why a request for so many images cannot enter now. */
  Optional<RateLimited> refusal(int ordered) {
    return Stream.of(requests.refusal(1), images.refusal(ordered), crowded())
        .flatMap(Optional::stream)
        .max(Comparator.comparing(RateLimited::retryAfter));
  }

  void enter(int ordered) {
    requests.take(1);
    images.take(ordered);
    running.incrementAndGet();
  }

  void leave() {
    running.decrementAndGet();
  }

  /** Has anything to remember: someone inside, or a pace not yet recovered. */
  boolean busy() {
    return running.get() > 0 || !requests.rested() || !images.rested();
  }

  private Optional<RateLimited> crowded() {
    var inside = running.get();
    return concurrency == 0 || inside < concurrency
        ? Optional.empty()
        : Optional.of(new RateLimited("concurrency", concurrency, inside, 1, PLACE_WAIT));
  }
}
