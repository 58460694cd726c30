package dev.atelier.server.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The effective text of every setting, read as what it is meant to be. */
final class ConfigValues {
  private static final Pattern AMOUNT = Pattern.compile("(\\d{1,12})\\s*([A-Za-z]*)");

  private final Map<String, String> values = new LinkedHashMap<>();
  private final Map<String, SettingSource> sources = new HashMap<>();

  /** Later sources win. */
  ConfigValues(
      Map<String, String> file, Map<String, String> environment, Map<String, String> commandLine) {
    ConfigKeys.ALL.forEach(key -> values.put(key.name(), key.fallback()));
    put(file, SettingSource.FILE);
    put(environment, SettingSource.ENVIRONMENT);
    put(commandLine, SettingSource.COMMAND_LINE);
  }

  private void put(Map<String, String> given, SettingSource source) {
    values.putAll(given);
    given.keySet().forEach(name -> sources.put(name, source));
  }

  /** All of them as they are in effect, in the order of {@link ConfigKeys}. */
  List<EffectiveSetting> effective() {
    return ConfigKeys.ALL.stream()
        .map(key ->
            EffectiveSetting.of(
                key,
                given(key.name()).orElse(""),
                sources.getOrDefault(key.name(), SettingSource.DEFAULT)))
        .toList();
  }

  String text(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no such setting: " + name);
    }
    return value;
  }

  Optional<String> given(String name) {
    return Optional.of(text(name)).filter(value -> !value.isBlank());
  }

  Path path(String name) {
    return read(name, "a path", Path::of);
  }

  Optional<URI> uri(String name) {
    return given(name)
        .map(_ -> read(name, "a URL such as https://images.example.org", URI::create));
  }

  /** The words between commas. */
  List<String> list(String name) {
    return Stream.of(text(name).split(",", -1))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .toList();
  }

  boolean flag(String name) {
    return read(
        name,
        "true or false",
        value ->
            switch (value.toLowerCase(Locale.ROOT)) {
              case "true" -> true;
              case "false" -> false;
              default -> throw new IllegalArgumentException(value);
            });
  }

  int count(String name, int min, int max) {
    return read(
        name,
        "a whole number from " + min + " to " + max,
        value -> {
          int number = Integer.parseInt(value);
          if (number < min || number > max) {
            throw new IllegalArgumentException(value);
          }
          return number;
        });
  }

  /** A time such as {@code 500ms}, {@code 15s}, {@code 10m}, {@code 24h} or {@code 7d}. */
  Duration duration(String name) {
    return read(name, "a time such as 500ms, 15s, 10m, 24h or 7d", ConfigValues::time);
  }

  /** A time of at least {@code min} and at most {@code max}, which are times too. */
  Duration duration(String name, String min, String max) {
    Duration value = duration(name);
    if (value.compareTo(time(min)) < 0 || value.compareTo(time(max)) > 0) {
      throw new ConfigException(
          "setting \"%s\" must be %s to %s, not \"%s\"".formatted(name, min, max, text(name)));
    }
    return value;
  }

  private static Duration time(String value) {
    Matcher amount = amount(value);
    long number = Long.parseLong(amount.group(1));
    return switch (amount.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      case "d" -> Duration.ofDays(number);
      default -> throw new IllegalArgumentException(value);
    };
  }

  /** A time of at least {@code min}. */
  Duration duration(String name, Duration min) {
    Duration value = duration(name);
    if (value.compareTo(min) < 0) {
      throw new ConfigException(
          "setting \"%s\" must be %d hours or more, not \"%s\""
              .formatted(name, min.toHours(), text(name)));
    }
    return value;
  }

  /** A size such as {@code 256MB}; units are powers of 1024. */
  long bytes(String name) {
    return read(
        name,
        "a size such as 512KB, 256MB or 2GB",
        value -> {
          Matcher amount = amount(value);
          long number = Long.parseLong(amount.group(1));
          return switch (amount.group(2).toUpperCase(Locale.ROOT)) {
            case "", "B" -> number;
            case "KB" -> number << 10;
            case "MB" -> number << 20;
            case "GB" -> number << 30;
            default -> throw new IllegalArgumentException(value);
          };
        });
  }

  /** Whatever {@code reader} makes of the text; its failure names the setting. */
  <T> T read(String name, String expected, Function<String, T> reader) {
    String value = text(name);
    try {
      return reader.apply(value);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          "setting \"" + name + "\" must be " + expected + ", not \"" + value + "\"", e);
    }
  }

  private static Matcher amount(String value) {
    Matcher matcher = AMOUNT.matcher(value.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(value);
    }
    return matcher;
  }
}
