package dev.atelier.metering.key;

import dev.atelier.image.Sha256;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;

/**
 * The text of a key: {@code atl_}, 256 random bits in 43 base-62 digits, and 6 digits of their
 * CRC-32, by which a mistyped key is known without looking anywhere.
 */
final class KeySecret {
  private static final String PREFIX = "atl_";
  private static final int BODY = 43;
  private static final int CHECKSUM = 6;
  private static final int LENGTH = PREFIX.length() + BODY + CHECKSUM;
  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final BigInteger BASE = BigInteger.valueOf(DIGITS.length());

  private KeySecret() {}

  static String random(RandomGenerator random) {
    var bits = new byte[32];
    random.nextBytes(bits);
    var body = PREFIX + base62(new BigInteger(1, bits), BODY);
    return body + checksum(body);
  }

  /** Has the shape of one of ours and a checksum that does not fit it. */
  static boolean mistyped(String secret) {
    if (!ours(secret)) {
      return false;
    }
    var end = LENGTH - CHECKSUM;
    return !secret.substring(end).equals(checksum(secret.substring(0, end)));
  }

  /** SHA-256 in hex: all that is stored of a secret. */
  static String hash(String secret) {
    return Sha256.hex(secret);
  }

  static String base62(BigInteger number, int digits) {
    var text = new StringBuilder(digits);
    var rest = number;
    for (var i = 0; i < digits; i++) {
      var step = rest.divideAndRemainder(BASE);
      text.append(DIGITS.charAt(step[1].intValue()));
      rest = step[0];
    }
    return text.reverse().toString();
  }

  private static boolean ours(String secret) {
    return secret.length() == LENGTH
        && secret.startsWith(PREFIX)
        && secret.substring(PREFIX.length()).chars().allMatch(c -> DIGITS.indexOf(c) >= 0);
  }

  private static String checksum(String body) {
    var crc = new CRC32();
    crc.update(body.getBytes(StandardCharsets.US_ASCII));
    return base62(BigInteger.valueOf(crc.getValue()), CHECKSUM);
  }
}
