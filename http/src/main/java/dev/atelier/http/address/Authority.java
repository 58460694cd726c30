package dev.atelier.http.address;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Host and port of an address, as a URL has them (RFC 3986, section 3.2), without user.
 *
 * @param host a name, an IPv4 address, or an IPv6 address in brackets
 */
record Authority(String host, OptionalInt port) {
  private static final Pattern SYNTAX =
      Pattern.compile("([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}\\])(?::([0-9]{1,5}))?");

  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  /** Empty for whatever could stand for something else in a URL: blanks, users, paths, lists. */
  static Optional<Authority> parse(String text) {
    Matcher matcher = SYNTAX.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String digits = matcher.group(2);
    OptionalInt port = digits == null ? OptionalInt.empty() : port(digits);
    return digits != null && port.isEmpty()
        ? Optional.empty()
        : Optional.of(new Authority(matcher.group(1).toLowerCase(Locale.ROOT), port));
  }

  /** A port from 1 to 65535. */
  static OptionalInt port(String text) {
    if (!text.matches("[0-9]{1,5}")) {
      return OptionalInt.empty();
    }
    int port = Integer.parseInt(text);
    return port >= 1 && port <= 65_535 ? OptionalInt.of(port) : OptionalInt.empty();
  }

  /**
   * The same with a port that was told beside it, unless it has one or the told one contradicts the
   * scheme: 80 of {@code https} is a port behind the proxy and not the client's.
   */
  Authority orPort(OptionalInt told, String scheme) {
    int others = scheme.equals("https") ? HTTP : HTTPS;
    return port.isPresent() || told.orElse(others) == others ? this : new Authority(host, told);
  }

  /** As a URL of {@code scheme} has it: its usual port is left out. */
  String text(String scheme) {
    int usual = scheme.equals("https") ? HTTPS : HTTP;
    return port.orElse(usual) == usual ? host : host + ":" + port.getAsInt();
  }
}
