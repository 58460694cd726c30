package dev.atelier.server.config;

import dev.atelier.moderation.Action;
import dev.atelier.moderation.WhenAway;
import dev.atelier.moderation.classifier.ClassifierSettings;
import dev.atelier.moderation.classifier.Thresholds;
import java.time.Duration;
import java.util.Locale;

/** Reads how pictures are classified. */
final class ClassifierConfig {
  private static final String PREFIX = "moderation.classifier.";
  private static final Duration TIMEOUT_MAX = Duration.ofMinutes(2);

  private ClassifierConfig() {}

  static ClassifierSettings of(ConfigValues values) {
    return new ClassifierSettings(
        values.read(
            PREFIX + "action", "off, review or refuse", value -> Action.valueOf(upper(value))),
        thresholds(values),
        timeout(values),
        values.read(
            PREFIX + "when-away",
            "allow, review or refuse",
            value -> WhenAway.valueOf(upper(value))));
  }

  private static Thresholds thresholds(ConfigValues values) {
    requireOrder(values, "review", "refuse");
    requireOrder(values, "refuse", "refuse-at-low");
    return new Thresholds(
        score(values, "refuse"),
        score(values, "refuse-at-low"),
        score(values, "review"),
        score(values, "sexy"));
  }

  private static void requireOrder(ConfigValues values, String lower, String higher) {
    if (score(values, lower) > score(values, higher)) {
      throw new ConfigException(
          "setting \"%s%s\" must be at most \"%s%s\" (%s), not \"%s\""
              .formatted(
                  PREFIX,
                  lower,
                  PREFIX,
                  higher,
                  values.text(PREFIX + higher),
                  values.text(PREFIX + lower)));
    }
  }

  private static double score(ConfigValues values, String name) {
    return values.read(
        PREFIX + name,
        "a score above 0, up to 1",
        value -> {
          double score = Double.parseDouble(value);
          if (!(score > 0 && score <= 1)) {
            throw new IllegalArgumentException(value);
          }
          return score;
        });
  }

  private static Duration timeout(ConfigValues values) {
    Duration timeout = values.duration(PREFIX + "timeout");
    if (!timeout.isPositive() || timeout.compareTo(TIMEOUT_MAX) > 0) {
      throw new ConfigException(
          "setting \"%stimeout\" must be more than 0s and at most 2m, not \"%s\""
              .formatted(PREFIX, values.text(PREFIX + "timeout")));
    }
    return timeout;
  }

  private static String upper(String value) {
    return value.toUpperCase(Locale.ROOT);
  }
}
