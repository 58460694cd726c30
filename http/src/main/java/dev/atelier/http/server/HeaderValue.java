package dev.atelier.http.server;

import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A header value with parameters, such as {@code form-data; name=image; filename*=UTF-8''a.png}.
 *
 * <p>Read leniently: parameters quoted or bare, a backslash escapes only a quote or a backslash (so
 * that Windows paths survive), an extended {@code name*} (RFC 8187) wins over the plain one.
 */
record HeaderValue(String value, Map<String, String> parameters) {
  static HeaderValue parse(String text) {
    int semicolon = text.indexOf(';');
    String value = semicolon < 0 ? text : text.substring(0, semicolon);
    Map<String, String> plain = new HashMap<>();
    Map<String, String> extended = new HashMap<>();
    int at = semicolon;
    while (at >= 0 && at < text.length()) {
      int equals = text.indexOf('=', at);
      int next = text.indexOf(';', at + 1);
      if (equals < 0) {
        break;
      }
      if (next >= 0 && next < equals) {
        at = next;
        continue;
      }
      String name = text.substring(at + 1, equals).strip().toLowerCase(Locale.ROOT);
      StringBuilder parsed = new StringBuilder();
      at = value(text, equals + 1, parsed);
      if (name.endsWith("*")) {
        extended(parsed.toString())
            .ifPresent(v -> extended.putIfAbsent(name.substring(0, name.length() - 1), v));
      } else {
        plain.putIfAbsent(name, parsed.toString());
      }
    }
    plain.putAll(extended);
    return new HeaderValue(value.strip(), Map.copyOf(plain));
  }

  boolean is(String mediaType) {
    return value.equalsIgnoreCase(mediaType);
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /** Reads one value from {@code at} on; returns where its semicolon is, or the end. */
  private static int value(String text, int at, StringBuilder parsed) {
    int start = at;
    while (start < text.length() && (text.charAt(start) == ' ' || text.charAt(start) == '\t')) {
      start++;
    }
    if (start == text.length() || text.charAt(start) != '"') {
      int end = text.indexOf(';', start);
      end = end < 0 ? text.length() : end;
      parsed.append(text.substring(start, end).strip());
      return end;
    }
    int i = start + 1;
    while (i < text.length() && text.charAt(i) != '"') {
      boolean escape =
          text.charAt(i) == '\\'
              && i + 1 < text.length()
              && (text.charAt(i + 1) == '"' || text.charAt(i + 1) == '\\');
      i += escape ? 1 : 0;
      parsed.append(text.charAt(i));
      i++;
    }
    int end = text.indexOf(';', i);
    return end < 0 ? text.length() : end;
  }

  private static Optional<String> extended(String text) {
    String[] parts = text.split("'", 3);
    if (parts.length < 3) {
      return Optional.empty();
    }
    try {
      String encoded = parts[2].replace("+", "%2B");
      return Optional.of(URLDecoder.decode(encoded, Charset.forName(parts[0])));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
