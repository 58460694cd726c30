package dev.atelier.metering.limit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The name of a limit's owner among processes: the same in each, and nobody's name in a row. */
final class OwnerCode {
  private static final int BYTES = 16;

  private OwnerCode() {}

  /** 32 hexadecimal digits. */
  static String of(LimitOwner owner) {
    String text = owner.kind() + '\n' + owner.tenant().value() + '\n' + owner.name();
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
