package dev.atelier.metering.limit;

import dev.atelier.image.AdmissionFault.RateLimited;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** What one owner has used of its allowance. Used under the lock of {@link Limits}. */
final class Meter {
  /** As many pictures as one order usually has at most. */
  static final int ORDER_MAX = 10;

  private final RateLimiter requests;
  private final RateLimiter images;
  private int untoldRequests;
  private int untoldImages;

  /**
   * @param since the earliest time for which it may be told of {@link #taken}
   */
  Meter(Allowance allowance, InstantSource clock, Instant since) {
    this.requests = new RateLimiter("requests", allowance.requestsPerMinute(), 1, clock, since);
    this.images =
        new RateLimiter("input-images", allowance.imagesPerMinute(), ORDER_MAX, clock, since);
  }

  /** So much was let in elsewhere. */
  void taken(LimitUse use) {
    requests.taken(use.requests(), use.at());
    images.taken(use.images(), use.at());
  }

  /** What was let in here since this was asked; nothing if none was. */
  Optional<LimitUse> untold(String code, Instant now) {
    if (told()) {
      return Optional.empty();
    }
    var use = new LimitUse(code, untoldRequests, untoldImages, now);
    untoldRequests = 0;
    untoldImages = 0;
    return Optional.of(use);
  }

  /** It could not be told. */
  void putBack(LimitUse use) {
    untoldRequests += use.requests();
    untoldImages += use.images();
  }

  /** Whether nothing is to be told. */
  boolean told() {
    return untoldRequests == 0 && untoldImages == 0;
  }

  /** Goes on with another allowance. */
  Meter with(Allowance allowance) {
    requests.pace(allowance.requestsPerMinute());
    images.pace(allowance.imagesPerMinute());
    return this;
  }

  /** Why a request for so many images cannot enter now. */
  Optional<RateLimited> refusal(int ordered) {
    return Stream.of(requests.refusal(1), images.refusal(ordered))
        .flatMap(Optional::stream)
        .max(Comparator.comparing(RateLimited::retryAfter));
  }

  void enter(int ordered) {
    requests.take(1);
    images.take(ordered);
    untoldRequests++;
    untoldImages += ordered;
  }

  void takeBack(int ordered) {
    requests.giveBack(1);
    images.giveBack(ordered);
    untoldRequests--;
    untoldImages -= ordered;
  }

  /** Has nothing to remember. */
  boolean rested() {
    return requests.rested() && images.rested();
  }

  Optional<RateLimiter.Standing> requests() {
    return requests.standing();
  }

  Optional<RateLimiter.Standing> images() {
    return images.standing();
  }
}
