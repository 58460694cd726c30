package dev.atelier.providers.upstream;

import dev.atelier.http.upstream.UpstreamResponse;
import dev.atelier.provider.RemainingLimit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What {@code x-ratelimit-remaining-…} and {@code x-ratelimit-reset-…} say is left of an account's
 * limits, on good answers as on bad ones. What is unreadable counts as not said.
 */
public final class RateLimitHeaders {
  private static final List<String> LIMITS =
      List.of("input-images", "images", "requests", "tokens");

  private RateLimitHeaders() {}

  public static List<RemainingLimit> of(UpstreamResponse response) {
    return LIMITS.stream().flatMap(limit -> read(response, limit)).toList();
  }

  private static Stream<RemainingLimit> read(UpstreamResponse response, String limit) {
    Optional<Long> left =
        response
            .header("x-ratelimit-remaining-" + limit)
            .map(String::strip)
            .filter(text -> text.matches("\\d{1,15}"))
            .map(Long::parseLong);
    return left.stream()
        .flatMap(count ->
            response.header("x-ratelimit-reset-" + limit).flatMap(RetryHints::duration).stream()
                .map(reset -> new RemainingLimit(limit, count, reset)));
  }
}
