package dev.atelier.provider.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OAuthCredentialTest {
  private static final String LEAST =
      "\"refresh_token\":\"canary-r\",\"token_url\":\"https://auth.example/token\","
          + "\"client_id\":\"app\"";

  @Test
  void all_of_it_is_read() {
    OAuthCredential credential =
        OAuthCredential.parse(
            "{"
                + LEAST
                + ",\"access_token\":\"canary-a\",\"expires_at\":\"2026-11-20T12:00:00Z\","
                + "\"client_secret\":\"canary-s\",\"scope\":\"a b\"}");
    assertThat(credential.given())
        .isEqualTo(
            new OAuthToken(
                "canary-a",
                "canary-r",
                Optional.of(Instant.parse("2026-11-20T12:00:00Z")),
                Instant.EPOCH));
    assertThat(credential.tokenUrl()).isEqualTo(URI.create("https://auth.example/token"));
    assertThat(credential.clientSecret()).contains("canary-s");
    assertThat(credential.scope()).contains("a b");
    assertThat(credential.toString() + credential.given()).doesNotContain("canary");
  }

  @Test
  void the_least_is_a_refresh_token_and_where_to_show_it() {
    OAuthCredential credential = OAuthCredential.parse(" {" + LEAST + ",\"scope\":null}\n");
    assertThat(credential.given().due(Instant.EPOCH)).isTrue();
    assertThat(OAuthCredential.parse("{" + LEAST + ",\"expires_at\":1795176000}").given())
        .extracting(OAuthToken::expiresAt)
        .isEqualTo(Optional.of(Instant.ofEpochSecond(1_795_176_000)));
  }

  @Test
  void another_text_has_another_fingerprint() {
    String one = "{" + LEAST + "}";
    assertThat(OAuthCredential.parse(one).fingerprint())
        .isEqualTo(OAuthCredential.parse(one + "\n").fingerprint())
        .isNotEqualTo(OAuthCredential.parse(one.replace("canary-r", "other")).fingerprint())
        .doesNotContain("canary");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "canary | must be a JSON object with OAuth2 tokens",
        "{\"refresh_token\": canary} | must be a JSON object with OAuth2 tokens",
        "[\"canary\"] | must be a JSON object with OAuth2 tokens",
        "{\"token_url\":\"https://a\",\"client_id\":\"canary\"} | lacks refresh_token",
        "{\"refresh_token\":\"canary\",\"client_id\":\"a\"} | lacks token_url",
        "{\"refresh_token\":\"canary\",\"token_url\":\"https://a\"} | lacks client_id",
        "{\"refresh_token\":[\"canary\"]} | refresh_token must be a text",
        "{\"canary\":1} | may hold access_token, client_id, client_secret, expires_at,"
            + " refresh_token, scope, token_url"
      })
  void what_is_wrong_is_said_and_nothing_of_it_shown(String text, String problem) {
    assertThatThrownBy(() -> OAuthCredential.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(problem)
        .hasNoCause();
  }

  @ParameterizedTest
  @CsvSource({
    "http://auth.example/token, token_url must be https; http is for this machine only",
    "ftp://localhost/token, token_url must be https; http is for this machine only",
    "https://user@auth.example/token, token_url must be https; http is for this machine only",
    "no url at all, token_url is not a URL"
  })
  void tokens_go_nowhere_unprotected(String url, String problem) {
    String text = "{" + LEAST.replace("https://auth.example/token", url) + "}";
    assertThatThrownBy(() -> OAuthCredential.parse(text)).hasMessage(problem);
  }

  @Test
  void a_time_is_a_time() {
    assertThatThrownBy(() -> OAuthCredential.parse("{" + LEAST + ",\"expires_at\":\"soon\"}"))
        .hasMessageStartingWith("expires_at must be a time");
  }

  @Test
  void a_token_is_due_two_minutes_before_its_end_or_after_half_a_short_life() {
    Instant now = Instant.parse("2026-11-20T12:00:00Z");
    OAuthToken hour = token(now, Duration.ofHours(1));
    assertThat(hour.due(now.plus(Duration.ofMinutes(58)).minusMillis(1))).isFalse();
    assertThat(hour.due(now.plus(Duration.ofMinutes(58)))).isTrue();
    assertThat(hour.usable(now.plus(Duration.ofMinutes(59)))).isTrue();
    assertThat(hour.usable(now.plus(Duration.ofMinutes(60)))).isFalse();
    OAuthToken minute = token(now, Duration.ofMinutes(1));
    assertThat(minute.due(now.plusSeconds(29))).isFalse();
    assertThat(minute.due(now.plusSeconds(30))).isTrue();
    assertThat(new OAuthToken("a", "r", Optional.empty(), now).due(now.plusSeconds(1_000_000)))
        .isFalse();
  }

  private static OAuthToken token(Instant issued, Duration life) {
    return new OAuthToken("a", "r", Optional.of(issued.plus(life)), issued);
  }
}
