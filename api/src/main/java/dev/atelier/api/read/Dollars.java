package dev.atelier.api.read;

import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault.Problem;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/** Amounts of money as calls write them: US dollars, exactly, as a text such as {@code "12.50"}. */
public final class Dollars {
  private static final int MICRO_DIGITS = 6;
  private static final Pattern AMOUNT = Pattern.compile("-?[0-9]{1,9}(\\.[0-9]{1,6})?");
  private static final Problem PROBLEM =
      new Problem.Other("US dollars such as \"12.50\" expected, with up to 6 decimals.");

  private Dollars() {}

  /**
   * In micro-dollars.
   *
   * @throws FaultException an invalid field
   */
  public static Optional<Long> read(Fields fields, String name, boolean mayBeNegative) {
    return fields.text(name).map(text -> micros(fields, name, text, mayBeNegative));
  }

  /** The same of a text; empty where it is no such amount. */
  public static Optional<Long> micros(String text) {
    return AMOUNT.matcher(text).matches()
        ? Optional.of(new BigDecimal(text).movePointRight(MICRO_DIGITS).longValueExact())
        : Optional.empty();
  }

  /** Micro-dollars as an exact decimal without an exponent, or zeros at its end: {@code 0.0417}. */
  public static String text(long micros) {
    return BigDecimal.valueOf(micros, MICRO_DIGITS).stripTrailingZeros().toPlainString();
  }

  private static long micros(Fields fields, String name, String text, boolean mayBeNegative) {
    return micros(text)
        .filter(_ -> mayBeNegative || !text.startsWith("-"))
        .orElseThrow(() -> fields.invalid(name, PROBLEM));
  }
}
