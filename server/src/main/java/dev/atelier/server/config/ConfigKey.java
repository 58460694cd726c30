package dev.atelier.server.config;

import java.util.Locale;

/**
 * One setting.
 *
 * @param name dotted, as the YAML nests it, such as {@code queue.length-max}
 * @param fallback its default as text; empty for none
 * @param secret whether it is never printed
 * @param meaning one line for people, with unit and range
 */
record ConfigKey(String name, String fallback, boolean secret, String meaning) {
  /** Its name among the environment variables, such as {@code ATELIER_QUEUE_LENGTH_MAX}. */
  String variable() {
    return "ATELIER_" + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
