package dev.atelier.http.client;

import java.util.Optional;

/**
 * What a receiver answered, redirects followed.
 *
 * @param status 100..599
 * @param retryAfter the header as it came: seconds or a date
 * @param beginning the first bytes of the body, at most 1024, read as UTF-8; for whoever owns the
 *     receiver, never for our own log
 */
public record OutboundResponse(int status, Optional<String> retryAfter, String beginning) {
  public boolean success() {
    return status >= 200 && status <= 299;
  }
}
