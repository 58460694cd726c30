package dev.atelier.database;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What one process tells the others.
 *
 * @param topic lower-case letters
 * @param text without control characters; may be empty
 */
record Notice(String topic, String text) {
  static final int TEXT_BYTES_MAX = 1_000;

  private static final Pattern TOPIC = Pattern.compile("[a-z]{1,20}");

  /** That what came before may not have arrived. */
  static final Notice GAP = new Notice("missed", "");

  Notice {
    if (!TOPIC.matcher(topic).matches()) {
      throw new IllegalArgumentException("not a topic: " + topic);
    }
    if (text.chars().anyMatch(c -> c < ' ')) {
      throw new IllegalArgumentException("a notice has no control characters");
    }
    if (text.getBytes(StandardCharsets.UTF_8).length > TEXT_BYTES_MAX) {
      throw new IllegalArgumentException("a notice has at most " + TEXT_BYTES_MAX + " bytes");
    }
  }

  /** As a line of its own. */
  String line() {
    return topic + " " + text;
  }

  /** What a line says; empty where it is none of ours. */
  static Optional<Notice> parse(String line) {
    int blank = line.indexOf(' ');
    if (blank < 0 || !TOPIC.matcher(line.substring(0, blank)).matches()) {
      return Optional.empty();
    }
    return Optional.of(new Notice(line.substring(0, blank), line.substring(blank + 1)));
  }
}
