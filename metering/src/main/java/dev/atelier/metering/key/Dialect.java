package dev.atelier.metering.key;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** One of the APIs that we serve, by the name under which a key may be allowed it. */
public enum Dialect {
  OPENAI,
  RESPONSES,
  SEAART,
  RUNWARE,
  APIMART,
  ATELIER;

  /** The name in commands and in the admin API. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The dialect of that name, in any case. */
  public static Optional<Dialect> of(String word) {
    return Arrays.stream(values()).filter(one -> one.word().equalsIgnoreCase(word)).findFirst();
  }
}
