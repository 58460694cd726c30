package dev.atelier.api.read;

import dev.atelier.image.ArtifactId;
import dev.atelier.image.JobId;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How one API writes the ids of jobs: a prefix and the 128 bits, mostly in 26 digits of Crockford's
 * base 32, which sort by time as the ids do.
 */
public final class JobIdFormat {
  private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int LENGTH = 26;
  private static final int DIGIT_BITS = 5;
  private static final int DIGIT_MAX = 31;
  private static final Pattern PREFIX = Pattern.compile("^[A-Za-z]{1,16}_");
  private static final Pattern WRITTEN = Pattern.compile("[0-7ILOilo][0-9A-TV-Za-tv-z]{25}");
  private static final Pattern PLAIN =
      Pattern.compile("[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");
  private static final Pattern HEX =
      Pattern.compile(
          "([0-9A-Fa-f]{8})([0-9A-Fa-f]{4})([0-9A-Fa-f]{4})([0-9A-Fa-f]{4})([0-9A-Fa-f]{12})");

  private final String prefix;
  private final Function<JobId, String> digits;

  private JobIdFormat(String prefix, Function<JobId, String> digits) {
    this.prefix = prefix;
    this.digits = digits;
  }

  /** Names such as {@code mmsu_01k9w3m8q5v7f2c4n6t8x0z1ab}. */
  public static JobIdFormat lowerCase(String prefix) {
    return new JobIdFormat(prefix, id -> digits(id).toLowerCase(Locale.ROOT));
  }

  /** Names such as {@code task_01K9W3M8Q5V7F2C4N6T8X0Z1AB}. */
  public static JobIdFormat upperCase(String prefix) {
    return new JobIdFormat(prefix, JobIdFormat::digits);
  }

  /** Names such as {@code resp_0199f3c2a5d47b3e8c1d2f4a6b8c0d1e}: the UUID without its hyphens. */
  public static JobIdFormat hex(String prefix) {
    return new JobIdFormat(prefix, id -> id.toString().replace("-", ""));
  }

  public String of(JobId id) {
    return prefix + digits.apply(id);
  }

  private static String digits(JobId id) {
    char[] digits = new char[LENGTH];
    long high = id.value().getMostSignificantBits();
    long low = id.value().getLeastSignificantBits();
    for (int at = LENGTH - 1; at >= 0; at--) {
      digits[at] = DIGITS.charAt((int) low & DIGIT_MAX);
      low = (low >>> DIGIT_BITS) | (high << (Long.SIZE - DIGIT_BITS));
      high >>>= DIGIT_BITS;
    }
    return new String(digits);
  }

  /**
   * The job a caller names: in this form, in that of another API, or as a UUID, with or without
   * hyphens, in either case. Crockford's look-alikes I, L and O are read as 1 and 0.
   */
  public static Optional<JobId> parse(String name) {
    Matcher prefix = PREFIX.matcher(name);
    String bare = prefix.lookingAt() ? name.substring(prefix.end()) : name;
    if (PLAIN.matcher(bare).matches()) {
      return Optional.of(new JobId(UUID.fromString(bare)));
    }
    Matcher hex = HEX.matcher(bare);
    if (hex.matches()) {
      return Optional.of(new JobId(UUID.fromString(hex.replaceFirst("$1-$2-$3-$4-$5"))));
    }
    return WRITTEN.matcher(bare).matches() ? Optional.of(decoded(bare)) : Optional.empty();
  }

  /** The artifact a caller names: its id has the same forms. */
  public static Optional<ArtifactId> parseArtifact(String name) {
    return parse(name).map(id -> new ArtifactId(id.value()));
  }

  private static JobId decoded(String digits) {
    long high = 0;
    long low = 0;
    for (char digit : digits.toUpperCase(Locale.ROOT).toCharArray()) {
      high = (high << DIGIT_BITS) | (low >>> (Long.SIZE - DIGIT_BITS));
      low = (low << DIGIT_BITS) | value(digit);
    }
    return new JobId(new UUID(high, low));
  }

  private static int value(char digit) {
    return switch (digit) {
      case 'I', 'L' -> 1;
      case 'O' -> 0;
      default -> DIGITS.indexOf(digit);
    };
  }
}
