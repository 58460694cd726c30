package dev.atelier.server.config;

import java.util.regex.Pattern;

/**
 * A setting as it is in effect.
 *
 * @param name dotted, such as {@code queue.length-max}
 * @param value its text, {@value #MASK} for a secret that is set; empty for none
 * @param fallback its default; empty for none
 * @param meaning one line for people
 */
public record EffectiveSetting(
    String name, String value, SettingSource source, String fallback, String meaning) {
  private static final String MASK = "********";
  private static final Pattern USER_OF_URL = Pattern.compile("(://)[^/?#@\\s]+@");

  static EffectiveSetting of(ConfigKey key, String value, SettingSource source) {
    boolean masked = key.secret() && !value.isEmpty() && !value.equals(key.fallback());
    return new EffectiveSetting(
        key.name(),
        masked ? MASK : USER_OF_URL.matcher(value).replaceAll("$1" + MASK + "@"),
        source,
        key.fallback(),
        key.meaning());
  }
}
