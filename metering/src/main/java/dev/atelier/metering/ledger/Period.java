package dev.atelier.metering.ledger;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A calendar day or month in UTC, for which a budget holds. */
public enum Period {
  DAY {
    @Override
    public Instant start(Instant within) {
      return within.truncatedTo(ChronoUnit.DAYS);
    }

    @Override
    public Instant end(Instant within) {
      return start(within).plus(1, ChronoUnit.DAYS);
    }
  },
  MONTH {
    @Override
    public Instant start(Instant within) {
      return first(within).toInstant();
    }

    @Override
    public Instant end(Instant within) {
      return first(within).plusMonths(1).toInstant();
    }

    private static ZonedDateTime first(Instant within) {
      return within.atZone(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1);
    }
  };

  /** When the one that a moment lies in began. */
  public abstract Instant start(Instant within);

  /** When the next one begins. */
  public abstract Instant end(Instant within);

  /** The name in rows, commands and the admin API. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one of that name, in any case. */
  public static Optional<Period> of(String word) {
    return Arrays.stream(values()).filter(one -> one.word().equalsIgnoreCase(word)).findFirst();
  }
}
