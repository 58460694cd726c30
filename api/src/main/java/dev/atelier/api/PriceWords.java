package dev.atelier.api;

import dev.atelier.image.AdmissionFault;
import java.math.BigDecimal;

/** What is said of prices, the same in every API. */
public final class PriceWords {
  private static final int MICRO_DIGITS = 6;

  private PriceWords() {}

  public static String of(AdmissionFault.NotPriced fault) {
    return "No price covers %s, so that it cannot be ordered here.".formatted(fault.what());
  }

  public static String of(AdmissionFault.AboveMaxCost fault) {
    return "It may cost %s US dollars, more than the %s that were given as the most."
        .formatted(dollars(fault.quotedMicros()), dollars(fault.maxMicros()));
  }

  private static String dollars(long micros) {
    return BigDecimal.valueOf(micros, MICRO_DIGITS).stripTrailingZeros().toPlainString();
  }
}
