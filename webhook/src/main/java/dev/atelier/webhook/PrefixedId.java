package dev.atelier.webhook;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** UUIDs as a prefix and 32 lower-case hexadecimal digits, such as {@code msg_0199…}. */
public final class PrefixedId {
  private static final Pattern DIGITS =
      Pattern.compile("([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})");

  private PrefixedId() {}

  public static String print(String prefix, UUID value) {
    return prefix + value.toString().replace("-", "");
  }

  public static Optional<UUID> parse(String prefix, String text) {
    if (!text.startsWith(prefix)) {
      return Optional.empty();
    }
    var digits = DIGITS.matcher(text.substring(prefix.length()));
    return digits.matches()
        ? Optional.of(UUID.fromString(digits.replaceFirst("$1-$2-$3-$4-$5")))
        : Optional.empty();
  }
}
