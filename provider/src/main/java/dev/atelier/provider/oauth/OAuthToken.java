package dev.atelier.provider.oauth;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An access token and what the next one is got with.
 *
 * @param accessToken empty where there is none yet
 * @param expiresAt when the access token ends; where that is not known, the upstream's 401 tells
 */
public record OAuthToken(
    String accessToken, String refreshToken, Optional<Instant> expiresAt, Instant issuedAt) {
  private static final Duration MARGIN = Duration.ofMinutes(2);

  /** Whether it is time for another: two minutes before its end, or half its life if shorter. */
  boolean due(Instant now) {
    return accessToken.isEmpty()
        || expiresAt.filter(end -> !now.isBefore(end.minus(margin(end)))).isPresent();
  }

  /** Whether an upstream may still take it. */
  boolean usable(Instant now) {
    return !accessToken.isEmpty() && expiresAt.filter(end -> !now.isBefore(end)).isEmpty();
  }

  private Duration margin(Instant end) {
    Duration half = Duration.between(issuedAt, end).dividedBy(2);
    return half.compareTo(MARGIN) < 0 ? half : MARGIN;
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "OAuthToken[until " + expiresAt.map(Instant::toString).orElse("refused") + "]";
  }
}
