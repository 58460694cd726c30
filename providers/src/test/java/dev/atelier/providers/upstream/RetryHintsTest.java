package dev.atelier.providers.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.http.upstream.UpstreamResponse;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryHintsTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          retry-after-ms | 1500                                | 1500
          retry-after-ms | 0                                   | 0
          retry-after-ms | 250.6                               | 251
          retry-after    | 20                                  | 20000
          retry-after    | 0.5                                 | 500
          retry-after    | 0                                   | 0
          retry-after    | ' 7 '                               | 7000
          retry-after    | 604800                              | 604800000
          retry-after    | Fri, 20 Nov 2026 12:00:30 GMT       | 30000
          retry-after    | Sat, 21 Nov 2026 12:00:00 GMT       | 86400000
          """)
  void a_header_says_when(String name, String value, long millis) {
    assertThat(hint(Map.of(name, value))).contains(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1",
        "",
        "soon",
        "NaN",
        "Infinity",
        "1e300",
        "604801",
        "999999999999999999999999",
        "0x10",
        "Fri, 20 Nov 2026 12:00:00 GMT",
        "Fri, 20 Nov 2026 11:59:59 GMT",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "Fri, 31 Feb 2026 12:00:00 GMT",
        "Fri, 20 Nov 9999 12:00:00 GMT",
        "2026-11-20T12:00:30Z"
      })
  void what_is_absurd_or_past_counts_as_not_said(String value) {
    assertThat(hint(Map.of("retry-after", value))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "", "soon", "604800001", "NaN"})
  void absurd_milliseconds_leave_it_to_the_seconds(String value) {
    assertThat(hint(Map.of("retry-after-ms", value, "retry-after", "3")))
        .contains(Duration.ofSeconds(3));
  }

  @Test
  void milliseconds_win_over_seconds_over_limits_over_words() {
    assertThat(
            RetryHints.of(
                new Headers(
                    Map.of(
                        "retry-after-ms", "1",
                        "retry-after", "2",
                        "x-ratelimit-remaining-requests", "0",
                        "x-ratelimit-reset-requests", "3s")),
                "try again in 4s",
                NOW))
        .contains(Duration.ofMillis(1));
    assertThat(
            RetryHints.of(
                new Headers(
                    Map.of(
                        "x-ratelimit-remaining-requests", "0",
                        "x-ratelimit-reset-requests", "3s")),
                "try again in 4s",
                NOW))
        .contains(Duration.ofSeconds(3));
  }

  /** A date is theirs, the clock ours: one that runs ahead makes it past, one behind far. */
  @Test
  void a_clock_that_is_wrong_is_corrected_by_the_upstreams_own() {
    assertThat(
            hint(
                Map.of(
                    "retry-after", "Fri, 20 Nov 2026 11:00:30 GMT",
                    "date", "Fri, 20 Nov 2026 11:00:00 GMT")))
        .contains(Duration.ofSeconds(30));
    assertThat(
            hint(
                Map.of(
                    "retry-after", "Fri, 20 Nov 2026 13:00:30 GMT",
                    "date", "Fri, 20 Nov 2026 13:00:00 GMT")))
        .contains(Duration.ofSeconds(30));
    assertThat(hint(Map.of("retry-after", "Fri, 20 Nov 2026 12:00:30 GMT", "date", "yesterday")))
        .contains(Duration.ofSeconds(30));
  }

  @Test
  void the_longest_of_what_is_used_up_counts() {
    assertThat(
            hint(
                Map.of(
                    "x-ratelimit-remaining-images", "0",
                    "x-ratelimit-reset-images", "12s",
                    "x-ratelimit-remaining-tokens", "0",
                    "x-ratelimit-reset-tokens", "1m2.5s",
                    "x-ratelimit-remaining-requests", "17",
                    "x-ratelimit-reset-requests", "1h")))
        .contains(Duration.ofMillis(62_500));
    assertThat(hint(Map.of("x-ratelimit-reset-images", "12s"))).isEmpty();
    assertThat(
            hint(
                Map.of(
                    "x-ratelimit-remaining-input-images", "0",
                    "x-ratelimit-reset-input-images", "shortly")))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "6ms, 6", "120ms, 120", "1s, 1000", "1.5s, 1500", "2m, 120000", "1m12.5s, 72500",
    "1h2m3s, 3723000", "1h, 3600000", "7m12s, 432000", "8, 8000", "0s, 0", "167h, 601200000"
  })
  void a_duration_is_read_as_go_writes_it(String text, long millis) {
    assertThat(RetryHints.duration(text)).contains(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "s", "-1s", "1 day", "1.2.3s", "..s", "169h", "99999999999999h"})
  void what_is_no_duration_is_none(String text) {
    assertThat(RetryHints.duration(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Please try again in 12s.                           | 12000
          Rate limit reached. Please try again in 1m12.5s    | 72500
          Limit 5 / min. Please try again in 500ms. Visit x  | 500
          Please retry after 20 s                            | 20000
          please try again in 6m0s.                          | 360000
          """)
  void a_sentence_may_say_when(String message, long millis) {
    assertThat(RetryHints.of(new Headers(Map.of()), message, NOW))
        .contains(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "try again", "try again in a while", "again in 3s", "retry after x s"})
  void other_sentences_do_not(String message) {
    assertThat(RetryHints.of(new Headers(Map.of()), message, NOW)).isEmpty();
  }

  private static Optional<Duration> hint(Map<String, String> headers) {
    return RetryHints.of(new Headers(headers), "", NOW);
  }

  private record Headers(Map<String, String> headers) implements UpstreamResponse {
    @Override
    public int status() {
      return 429;
    }

    @Override
    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name));
    }

    @Override
    public InputStream body() {
      return InputStream.nullInputStream();
    }
  }
}
