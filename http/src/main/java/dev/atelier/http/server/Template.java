package dev.atelier.http.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Paths and path templates, cut at their slashes. */
final class Template {
  private Template() {}

  /** {@code /a/b} has two segments, {@code /} none, and {@code /a/} an empty one at its end. */
  static List<String> segments(String path) {
    List<String> segments = new ArrayList<>();
    if (path.isEmpty() || path.equals("/")) {
      return segments;
    }
    int start = path.charAt(0) == '/' ? 1 : 0;
    for (int slash = path.indexOf('/', start); slash >= 0; slash = path.indexOf('/', start)) {
      segments.add(path.substring(start, slash));
      start = slash + 1;
    }
    segments.add(path.substring(start));
    return segments;
  }

  static boolean isVariable(String segment) {
    return segment.startsWith("{");
  }

  static boolean isRest(String segment) {
    return segment.endsWith("...}");
  }

  /** The template with values in the place of its variables, in order. */
  static String filled(List<String> template, List<String> values) {
    Iterator<String> next = values.iterator();
    var path = new StringBuilder();
    for (String segment : template) {
      path.append('/').append(isVariable(segment) ? next.next() : segment);
    }
    return path.toString();
  }

  /** The decoded values under the names of the template's variables. */
  static Map<String, String> variables(List<String> template, List<String> values) {
    if (values.isEmpty()) {
      return Map.of();
    }
    Iterator<String> next = values.iterator();
    Map<String, String> variables = new HashMap<>();
    for (String segment : template) {
      if (isVariable(segment)) {
        int end = segment.length() - (isRest(segment) ? "...}".length() : 1);
        variables.put(segment.substring(1, end), decode(next.next()));
      }
    }
    return variables;
  }

  private static String decode(String value) {
    return value.indexOf('%') < 0
        ? value
        : URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
