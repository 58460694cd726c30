package dev.atelier.http.wire;

/** One {@code %2B} of a percent-encoded text (RFC 3986, section 2.1), which comes byte by byte. */
final class PercentEscape {
  private static final int CLOSED = -1;
  private static final int NONE = -1;

  /** The digits so far, behind a one; closed without a percent sign. */
  private int value = CLOSED;

  /** Whether a percent sign came whose digits have not. */
  boolean open() {
    return value != CLOSED;
  }

  void begin() {
    value = 1;
  }

  /** Takes the next digit; the byte that was meant once both are there, else a negative number. */
  int take(byte digit) throws MalformedBase64Exception {
    int digits = Character.digit(digit, 16);
    if (digits < 0) {
      throw new MalformedBase64Exception("has a broken percent-encoding");
    }
    value = value << 4 | digits;
    if (value < 0x100) {
      return NONE;
    }
    int meant = value & 0xff;
    value = CLOSED;
    return meant;
  }
}
