package dev.atelier.providers.sandbox;

import dev.atelier.image.ImageSize;
import dev.atelier.image.OutputFormat;
import dev.atelier.image.Quality;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * One reserved token of a prompt, written {@code [atelier:name]} or {@code [atelier:name=value]}.
 * The table in the sandbox's documentation lists them.
 */
sealed interface Token {
  record RefuseInput(List<String> categories) implements Token {}

  record RefuseOutput(List<String> categories) implements Token {}

  record Throttle(Duration retryAfter) implements Token {}

  record ServerError(int status) implements Token {}

  record Unreachable() implements Token {}

  record Unknown() implements Token {}

  record Spent() implements Token {}

  record Delay(Duration time) implements Token {}

  /** At least this long before each preview. */
  record SlowPartials(Duration gap) implements Token {}

  record WrongSize(ImageSize size) implements Token {}

  record WrongFormat(OutputFormat format) implements Token {}

  /** The picture is made with this effort, and that is admitted. */
  record WrongQuality(Quality quality) implements Token {}

  /** Every picture of the job is the same. */
  record Repeat() implements Token {}

  /** The call makes no more than its first pictures, and says that it went well. */
  record Fewer(int count) implements Token {}

  /** Bytes stop after this share of the picture, 1..99 percent. */
  record Cut(int percent) implements Token {}

  /** Only the job's first pictures succeed. */
  record Succeed(int count) implements Token {}

  record Proof() implements Token {}

  Pattern TIME = Pattern.compile("([0-9]{1,6})(ms|s)");
  Pattern CATEGORIES = Pattern.compile("[a-z][a-z0-9/_-]{0,40}(,[a-z][a-z0-9/_-]{0,40}){0,7}");
  Duration TIME_MAX = Duration.ofMinutes(15);
  long PIXELS_MAX = 8_294_400;

  /** The token written as {@code name} and {@code value}, if it is one. */
  static Optional<Token> read(String name, Optional<String> value) {
    var given = value.map(text -> text.toLowerCase(Locale.ROOT));
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "refuse-input" -> categories(given).map(RefuseInput::new);
      case "refuse-output" -> categories(given).map(RefuseOutput::new);
      case "throttle" -> number(given, 20, 0, 86_400).map(s -> new Throttle(Duration.ofSeconds(s)));
      case "error" -> number(given, 500, 500, 599).map(ServerError::new);
      case "unreachable" -> bare(given, new Unreachable());
      case "unknown" -> bare(given, new Unknown());
      case "spent" -> bare(given, new Spent());
      case "delay" -> given.flatMap(Token::time).map(Delay::new);
      case "partials" -> given.flatMap(Token::time).map(SlowPartials::new);
      case "size" -> given.flatMap(ImageSize::parse).filter(Token::drawable).map(WrongSize::new);
      case "format" -> given.flatMap(Token::format).map(WrongFormat::new);
      case "quality" -> given.flatMap(Quality::made).map(WrongQuality::new);
      case "repeat" -> bare(given, new Repeat());
      case "fewer" -> number(given, 1, 0, 100).map(Fewer::new);
      case "cut" -> number(given.map(text -> text.replaceFirst("%$", "")), 50, 1, 99).map(Cut::new);
      case "succeed" ->
          given.isEmpty() ? Optional.empty() : number(given, 0, 0, 100).map(Succeed::new);
      case "proof" -> bare(given, new Proof());
      default -> Optional.empty();
    };
  }

  private static Optional<Token> bare(Optional<String> value, Token token) {
    return value.isEmpty() ? Optional.of(token) : Optional.empty();
  }

  private static boolean drawable(ImageSize size) {
    return size.pixels() <= PIXELS_MAX;
  }

  private static Optional<List<String>> categories(Optional<String> value) {
    if (value.isEmpty()) {
      return Optional.of(List.of("sandbox"));
    }
    return value
        .filter(text -> CATEGORIES.matcher(text).matches())
        .map(text -> Arrays.asList(text.split(",")));
  }

  private static Optional<Integer> number(Optional<String> value, int absent, int min, int max) {
    if (value.isEmpty()) {
      return Optional.of(absent);
    }
    var number = digits(value.get());
    return number.isPresent() && number.getAsInt() >= min && number.getAsInt() <= max
        ? Optional.of(number.getAsInt())
        : Optional.empty();
  }

  private static OptionalInt digits(String text) {
    return text.matches("[0-9]{1,6}")
        ? OptionalInt.of(Integer.parseInt(text))
        : OptionalInt.empty();
  }

  private static Optional<Duration> time(String text) {
    var matcher = TIME.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long amount = Long.parseLong(matcher.group(1));
    var time =
        matcher.group(2).equals("s") ? Duration.ofSeconds(amount) : Duration.ofMillis(amount);
    return time.compareTo(TIME_MAX) <= 0 ? Optional.of(time) : Optional.empty();
  }

  private static Optional<OutputFormat> format(String text) {
    return Arrays.stream(OutputFormat.values()).filter(f -> f.word().equals(text)).findFirst();
  }
}
