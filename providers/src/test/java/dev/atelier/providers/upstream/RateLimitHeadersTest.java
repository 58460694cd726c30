package dev.atelier.providers.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.http.upstream.UpstreamClient;
import dev.atelier.http.upstream.UpstreamRequest;
import dev.atelier.http.upstream.UpstreamTimeouts;
import dev.atelier.provider.RemainingLimit;
import dev.atelier.testkit.ScriptedHttp;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RateLimitHeadersTest {
  private final UpstreamClient client = new UpstreamClient();

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void what_is_left_is_read_with_its_reset_on_a_good_answer_too() throws IOException {
    assertThat(
            read(
                "x-ratelimit-remaining-images", "3",
                "x-ratelimit-reset-images", "1m12.5s",
                "x-ratelimit-remaining-input-images", "0",
                "x-ratelimit-reset-input-images", "250ms"))
        .containsExactlyInAnyOrder(
            new RemainingLimit("images", 3, Duration.ofMillis(72_500)),
            new RemainingLimit("input-images", 0, Duration.ofMillis(250)));
  }

  @Test
  void what_is_unreadable_or_half_said_is_left_out() throws IOException {
    assertThat(
            read(
                "x-ratelimit-remaining-images", "many",
                "x-ratelimit-reset-images", "1s",
                "x-ratelimit-remaining-requests", "-1",
                "x-ratelimit-reset-requests", "1s",
                "x-ratelimit-remaining-tokens", "5",
                "x-ratelimit-remaining-input-images", "5",
                "x-ratelimit-reset-input-images", "soon"))
        .isEmpty();
  }

  @Test
  void the_longest_reset_of_what_is_used_up_says_when_to_ask_again() throws IOException {
    String[] headers = {
      "x-ratelimit-remaining-images", "0",
      "x-ratelimit-reset-images", "20s",
      "x-ratelimit-remaining-requests", "7",
      "x-ratelimit-reset-requests", "90s"
    };
    try (var server = ScriptedHttp.start((_, reply) -> reply.json(429, "{}", headers))) {
      Optional<Duration> hint =
          client.call(
              UpstreamRequest.get(server.uri()),
              UpstreamTimeouts.prompt(),
              response -> RetryHints.of(response, "", Instant.EPOCH));
      assertThat(hint).contains(Duration.ofSeconds(20));
    }
  }

  private List<RemainingLimit> read(String... headers) throws IOException {
    try (var server = ScriptedHttp.start((_, reply) -> reply.json(200, "{}", headers))) {
      return client.call(
          UpstreamRequest.get(server.uri()), UpstreamTimeouts.prompt(), RateLimitHeaders::of);
    }
  }
}
