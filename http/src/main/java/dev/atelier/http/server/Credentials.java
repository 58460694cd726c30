package dev.atelier.http.server;

import java.util.Optional;

/**
 * The key a client shows: {@code Authorization: Bearer|Key …} (scheme in any case), {@code
 * x-api-key} or {@code api-key}, in that order.
 */
public record Credentials(String secret) {
  /** Absent when no header has one; an Authorization of another scheme does not count. */
  public static Optional<Credentials> of(Exchange exchange) {
    return exchange
        .header("Authorization")
        .flatMap(Credentials::authorization)
        .or(() -> exchange.header("x-api-key").flatMap(Credentials::plain))
        .or(() -> exchange.header("api-key").flatMap(Credentials::plain));
  }

  /** The key in the value of an Authorization header. */
  public static Optional<Credentials> authorization(String value) {
    String trimmed = value.strip();
    int space = trimmed.indexOf(' ');
    if (space < 0) {
      return Optional.empty();
    }
    String scheme = trimmed.substring(0, space);
    return scheme.equalsIgnoreCase("Bearer") || scheme.equalsIgnoreCase("Key")
        ? plain(trimmed.substring(space + 1))
        : Optional.empty();
  }

  private static Optional<Credentials> plain(String value) {
    return Optional.of(value.strip()).filter(secret -> !secret.isEmpty()).map(Credentials::new);
  }

  @Override
  public String toString() {
    return "Credentials[masked]";
  }
}
