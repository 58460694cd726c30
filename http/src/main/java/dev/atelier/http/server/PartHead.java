package dev.atelier.http.server;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the header lines of one part. */
final class PartHead {
  private static final int SHOWN_MAX = 64;

  private PartHead() {}

  static Form.Part parse(List<String> lines) throws MalformedMultipartException {
    Optional<HeaderValue> disposition = value(lines, "content-disposition").map(HeaderValue::parse);
    String name = disposition.flatMap(d -> d.parameter("name")).orElse("");
    if (name.isEmpty()) {
      throw new MalformedMultipartException("a part of the form has no name");
    }
    return new Form.Part(
        name,
        disposition.flatMap(d -> d.parameter("filename")).filter(file -> !file.isEmpty()),
        value(lines, "content-type"));
  }

  /** A name as a message may show it: short, printable. */
  static String shown(String name) {
    String start = name.substring(0, Math.min(SHOWN_MAX, name.length()));
    return start.replaceAll("[^\\x20-\\x7e]|\"", "?");
  }

  private static Optional<String> value(List<String> lines, String header) {
    return lines.stream()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(header + ":"))
        .map(line -> line.substring(header.length() + 1).strip())
        .findFirst();
  }
}
