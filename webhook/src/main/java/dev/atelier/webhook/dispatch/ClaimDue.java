package dev.atelier.webhook.dispatch;

import dev.atelier.database.Database;
import dev.atelier.webhook.delivery.Delivery;
import dev.atelier.webhook.dispatch.ClaimRows.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Claims what is due, lane by lane, as far as there are places for its tries. Each round begins
 * behind the lane that got the last place of the round before, so that all have their turn however
 * few places there are, and however much others have waiting.
 */
final class ClaimDue {
  private static final int LANES_PAGE = 500;

  private final Database database;
  private final DeliveryLimiter limiter;
  private final InstantSource clock;
  private final Function<Delivery, Duration> length;
  private String last = "";

  /**
   * @param length how long the claim on a delivery lasts
   */
  ClaimDue(
      Database database,
      DeliveryLimiter limiter,
      InstantSource clock,
      Function<Delivery, Duration> length) {
    this.database = database;
    this.limiter = limiter;
    this.clock = clock;
    this.length = length;
  }

  /**
   * Goes through all lanes once.
   *
   * @param take gets each claim, which holds a place in its lane until that is released
   * @return how many there were
   */
  int claim(Consumer<Claim> take) {
    String begin = last;
    int claimed = claimAfter(begin, take);
    return begin.isEmpty() ? claimed : claimed + claimAfter("", take);
  }

  /** To the last lane, or until there is no place left. */
  private int claimAfter(String begin, Consumer<Claim> take) {
    int claimed = 0;
    String after = begin;
    int found = LANES_PAGE;
    while (found == LANES_PAGE && !limiter.full()) {
      String from = after;
      List<Waiting> page = database.read(tx -> ClaimRows.lanes(tx, from, LANES_PAGE));
      List<Claim> claims = claim(page);
      claims.forEach(take);
      claimed += claims.size();
      last = claims.isEmpty() ? last : claims.getLast().lane();
      after = page.isEmpty() ? after : page.getLast().lane();
      found = page.size();
    }
    return claimed;
  }

  /** How long until something that is not due yet will be, but at most {@code max}. */
  Duration untilNext(Duration max) {
    var now = clock.instant();
    return database
        .read(tx -> ClaimRows.nextAfter(tx, now))
        .map(next -> Duration.between(now, next))
        .filter(until -> until.compareTo(max) < 0)
        .orElse(max);
  }

  private List<Claim> claim(List<Waiting> page) {
    var now = clock.instant();
    var places = new LinkedHashMap<String, Integer>();
    for (var waiting : page) {
      int reserved = waiting.due().isAfter(now) ? 0 : limiter.reserve(waiting.lane());
      if (reserved > 0) {
        places.put(waiting.lane(), reserved);
      }
    }
    return places.isEmpty() ? List.of() : claim(places, now);
  }

  private List<Claim> claim(Map<String, Integer> places, Instant now) {
    List<Claim> claims = List.of();
    try {
      claims =
          database.write(tx -> {
            var taken = new ArrayList<Claim>();
            places.forEach(
                (lane, limit) -> taken.addAll(ClaimRows.take(tx, lane, now, limit, length)));
            return taken;
          });
      return claims;
    } finally {
      var unused = new LinkedHashMap<>(places);
      claims.forEach(claim -> unused.merge(claim.lane(), -1, Integer::sum));
      unused.forEach(limiter::release);
    }
  }
}
