package dev.atelier.metering.limit;

import dev.atelier.image.Sha256;

/** The name of a limit's owner among processes: the same in each, and nobody's name in a row. */
final class OwnerCode {
  private static final int DIGITS = 32;

  private OwnerCode() {}

  /** 32 hexadecimal digits. */
  static String of(LimitOwner owner) {
    String text = owner.kind() + '\n' + owner.tenant().value() + '\n' + owner.name();
    return Sha256.hex(text).substring(0, DIGITS);
  }
}
