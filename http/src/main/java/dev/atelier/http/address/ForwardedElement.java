package dev.atelier.http.address;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one proxy says in {@code Forwarded} (RFC 7239, section 4).
 *
 * @param client who sent it the request, as it is written
 */
record ForwardedElement(Optional<String> client, Optional<String> scheme, Optional<String> host) {
  /** How a proxy names a client that it does not tell. */
  static final String UNKNOWN = "unknown";

  private static final Pattern PAIR =
      Pattern.compile("\\s*([A-Za-z]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s\",;]*))\\s*");
  private static final Pattern V4_AND_PORT = Pattern.compile("([0-9.]+)(?::[0-9]+)?");
  private static final Pattern V6_AND_PORT = Pattern.compile("\\[([0-9A-Fa-f:.]+)\\](?::[0-9]+)?");

  /** The elements of all these values, in order; one that cannot be read says nothing. */
  static List<ForwardedElement> parse(List<String> values) {
    var elements = new ArrayList<ForwardedElement>();
    for (String value : values) {
      for (String element : split(value, ',')) {
        elements.add(element(element));
      }
    }
    return elements;
  }

  /** The address of a {@code for} or of {@code X-Forwarded-For}, be there a port or not. */
  static Optional<InetAddress> address(String text) {
    Matcher v4 = V4_AND_PORT.matcher(text);
    Matcher v6 = V6_AND_PORT.matcher(text);
    String literal = v4.matches() ? v4.group(1) : v6.matches() ? v6.group(1) : text;
    try {
      return Optional.of(InetAddress.ofLiteral(literal));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static ForwardedElement element(String text) {
    Map<String, String> pairs = new HashMap<>();
    for (String pair : split(text, ';')) {
      Matcher matcher = PAIR.matcher(pair);
      if (!matcher.matches()) {
        return new ForwardedElement(Optional.empty(), Optional.empty(), Optional.empty());
      }
      String quoted = matcher.group(2);
      pairs.put(
          matcher.group(1).toLowerCase(Locale.ROOT),
          quoted == null ? matcher.group(3) : quoted.replaceAll("\\\\(.)", "$1"));
    }
    return new ForwardedElement(
        Optional.ofNullable(pairs.get("for")),
        Optional.ofNullable(pairs.get("proto")),
        Optional.ofNullable(pairs.get("host")));
  }

  /** The parts between separators outside quotes. */
  private static List<String> split(String text, char separator) {
    var parts = new ArrayList<String>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == separator && !quoted) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }
}
