package dev.atelier.api.session;

import dev.atelier.http.server.Exchange;
import java.util.Arrays;
import java.util.Optional;

/** Reads the cookies of a request. */
public final class Cookies {
  private Cookies() {}

  /** The first that has a value, of those of that name. */
  public static Optional<String> value(Exchange exchange, String name) {
    String prefix = name + "=";
    return exchange.headers("Cookie").stream()
        .flatMap(line -> Arrays.stream(line.split(";")))
        .map(String::strip)
        .filter(pair -> pair.startsWith(prefix))
        .map(pair -> pair.substring(prefix.length()))
        .filter(value -> !value.isEmpty())
        .findFirst();
  }
}
