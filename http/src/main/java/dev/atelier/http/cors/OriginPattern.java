package dev.atelier.http.cors;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One origin, or all below one name ({@code https://*.example.org}) or at any port ({@code
 * http://localhost:*}).
 */
record OriginPattern(Pattern pattern) {
  private static final Pattern SYNTAX =
      Pattern.compile(
          "([A-Za-z][A-Za-z0-9+.-]*)://(\\*\\.)?([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\])(:[0-9]{1,5}|:\\*)?/?");

  /**
   * @throws IllegalArgumentException for what is no origin
   */
  static OriginPattern parse(String text) {
    if (text.equals("null")) {
      return new OriginPattern(Pattern.compile("null"));
    }
    Matcher parts = SYNTAX.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("no origin: " + text);
    }
    String scheme = parts.group(1).toLowerCase(Locale.ROOT);
    String below = parts.group(2) == null ? "" : "(?:[a-z0-9_-]+\\.)+";
    String host = Pattern.quote(parts.group(3).toLowerCase(Locale.ROOT));
    return new OriginPattern(
        Pattern.compile(
            Pattern.quote(scheme + "://") + below + host + port(scheme, parts.group(4))));
  }

  boolean matches(String origin) {
    return pattern.matcher(origin.strip().toLowerCase(Locale.ROOT)).matches();
  }

  private static String port(String scheme, @Nullable String port) {
    String usual = scheme.equals("https") ? ":443" : scheme.equals("http") ? ":80" : "";
    if (port == null || port.equals(usual)) {
      return "(?:" + usual + ")?";
    }
    return port.equals(":*") ? "(?::[0-9]{1,5})?" : port;
  }
}
