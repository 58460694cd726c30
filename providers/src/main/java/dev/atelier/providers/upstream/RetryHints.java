package dev.atelier.providers.upstream;

import dev.atelier.http.upstream.UpstreamResponse;
import dev.atelier.provider.RemainingLimit;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When an upstream says that it may be asked again: {@code retry-after-ms}, {@code Retry-After} in
 * seconds or as a date, {@code x-ratelimit-reset-…} of what is used up, or the words "try again in
 * 12s" of its message. Negative, unreadable and absurd ones count as not said.
 */
final class RetryHints {
  private static final Pattern GO_DURATION =
      Pattern.compile("(?:(\\d+)h)?(?:(\\d+)m(?!s))?(?:([\\d.]+)s)?(?:([\\d.]+)ms)?");
  private static final Pattern IN_WORDS =
      Pattern.compile("(?:try again|retry)(?: in| after) ([\\d.]+ ?(?:ms|s|m|h)[\\dhms.]*)");
  private static final double SECONDS_MAX = 7 * 86_400;

  private RetryHints() {}

  static Optional<Duration> of(UpstreamResponse response, String message, Instant now) {
    return response
        .header("retry-after-ms")
        .flatMap(text -> seconds(text, 0.001))
        .or(() -> response.header("retry-after").flatMap(text -> retryAfter(text, response, now)))
        .or(() -> reset(response))
        .or(() -> inWords(message));
  }

  /** A date is told from the upstream's own clock, where it says what that shows. */
  private static Optional<Duration> retryAfter(
      String text, UpstreamResponse response, Instant now) {
    Instant theirs = response.header("date").flatMap(RetryHints::date).orElse(now);
    return seconds(text, 1)
        .or(() ->
            date(text)
                .filter(until -> until.isAfter(theirs))
                .flatMap(until -> seconds(Duration.between(theirs, until).toMillis() / 1000.0)));
  }

  private static Optional<Instant> date(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The longest of the limits of which nothing remains. */
  private static Optional<Duration> reset(UpstreamResponse response) {
    return RateLimitHeaders.of(response).stream()
        .filter(limit -> limit.left() == 0)
        .map(RemainingLimit::reset)
        .max(Comparator.naturalOrder());
  }

  private static Optional<Duration> inWords(String message) {
    Matcher matcher = IN_WORDS.matcher(message);
    return matcher.find()
        ? duration(matcher.group(1).replace(" ", "").replaceAll("\\.$", ""))
        : Optional.empty();
  }

  /** As Go writes it, such as {@code 1m12.5s} or {@code 120ms}; a bare number is seconds. */
  static Optional<Duration> duration(String text) {
    Matcher matcher = GO_DURATION.matcher(text.strip());
    if (!text.isBlank() && matcher.matches()) {
      return seconds(
          number(matcher.group(1)) * 3600
              + number(matcher.group(2)) * 60
              + number(matcher.group(3))
              + number(matcher.group(4)) / 1000);
    }
    return seconds(text, 1);
  }

  private static double number(@Nullable String text) {
    return text == null ? 0 : parsed(text);
  }

  private static Optional<Duration> seconds(String text, double unit) {
    return seconds(parsed(text.strip()) * unit);
  }

  private static Optional<Duration> seconds(double seconds) {
    return seconds >= 0 && seconds <= SECONDS_MAX
        ? Optional.of(Duration.ofMillis(Math.round(seconds * 1000)))
        : Optional.empty();
  }

  private static double parsed(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
