package dev.atelier.api.atelier;

import dev.atelier.api.read.Fields;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault.Problem;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/** Amounts of money as calls write them: US dollars, exactly, as a text such as {@code "12.50"}. */
final class Dollars {
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
  static Optional<Long> read(Fields fields, String name, boolean mayBeNegative) {
    return fields.text(name).map(text -> micros(fields, name, text, mayBeNegative));
  }

  private static long micros(Fields fields, String name, String text, boolean mayBeNegative) {
    if (!AMOUNT.matcher(text).matches() || (!mayBeNegative && text.startsWith("-"))) {
      throw fields.invalid(name, PROBLEM);
    }
    return new BigDecimal(text).movePointRight(MICRO_DIGITS).longValueExact();
  }
}
