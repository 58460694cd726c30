package dev.atelier.api.apimart;

import dev.atelier.http.server.Exchange;
import java.util.Arrays;
import java.util.Locale;

/** The languages of messages. */
enum Language {
  EN,
  ZH,
  KO,
  JA;

  /** As the {@code language} parameter asks; English for a missing or unknown one. */
  static Language of(Exchange exchange) {
    String wanted = exchange.query("language").orElse("").toUpperCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(language -> language.name().equals(wanted))
        .findFirst()
        .orElse(EN);
  }
}
