package dev.atelier.server.config;

import java.util.Locale;
import java.util.Optional;

/**
 * One setting.
 *
 * @param name dotted, as the YAML nests it, such as {@code queue.length-max}
 * @param fallback its default as text; empty for none
 * @param secret whether it is never printed
 * @param meaning one line for people, with unit and range
 * @param vendorVariable how a vendor's own server calls it among the environment variables
 */
record ConfigKey(
    String name, String fallback, boolean secret, String meaning, Optional<String> vendorVariable) {

  /** Its name among the environment variables, such as {@code ATELIER_QUEUE_LENGTH_MAX}. */
  String variable() {
    return "ATELIER_" + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
