package dev.atelier.provider.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.atelier.http.upstream.UpstreamBody;
import dev.atelier.http.upstream.UpstreamClient;
import dev.atelier.http.upstream.UpstreamException;
import dev.atelier.http.upstream.UpstreamRequest;
import dev.atelier.http.upstream.UpstreamResponse;
import dev.atelier.http.upstream.UpstreamTimeouts;
import dev.atelier.provider.Credential;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** Asks an authorization server for another token. Three tries where it cannot answer. */
final class TokenEndpoint {
  private static final int TRIES = 3;
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int BODY_MAX = 64 << 10;
  private static final int EVIDENCE_MAX = 200;
  private static final long SECONDS_MAX = 10L * 365 * 86_400;
  private static final UpstreamTimeouts TIMEOUTS =
      new UpstreamTimeouts(
          Duration.ofSeconds(5),
          Duration.ofSeconds(12),
          Duration.ofSeconds(12),
          Duration.ofSeconds(12));

  private final UpstreamClient client;
  private final InstantSource clock;
  private final Pause pause;

  TokenEndpoint(UpstreamClient client, InstantSource clock, Pause pause) {
    this.client = client;
    this.clock = clock;
    this.pause = pause;
  }

  /** Waits between two tries. */
  @FunctionalInterface
  interface Pause {
    void pause(Duration time) throws InterruptedException;
  }

  TokenGrant refresh(OAuthCredential credential, OAuthToken token) throws InterruptedException {
    TokenGrant grant = once(credential, token);
    for (int tries = 1; tries < TRIES && grant instanceof TokenGrant.Failed; tries++) {
      pause.pause(PAUSE.multipliedBy(tries));
      grant = once(credential, token);
    }
    return grant;
  }

  private TokenGrant once(OAuthCredential credential, OAuthToken token) {
    UpstreamRequest request =
        UpstreamRequest.post(credential.tokenUrl(), form(credential, token))
            .header("Accept", "application/json");
    try {
      return client.call(request, TIMEOUTS, response -> read(credential, token, response));
    } catch (UpstreamException e) {
      return failed(e.failure().word());
    } catch (IOException e) {
      return failed("no answer");
    }
  }

  private static UpstreamBody form(OAuthCredential credential, OAuthToken token) {
    var fields = new LinkedHashMap<String, String>();
    fields.put("grant_type", "refresh_token");
    fields.put("refresh_token", token.refreshToken());
    fields.put("client_id", credential.clientId());
    credential.clientSecret().ifPresent(secret -> fields.put("client_secret", secret));
    credential.scope().ifPresent(scope -> fields.put("scope", scope));
    byte[] form =
        fields.entrySet().stream()
            .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
            .collect(Collectors.joining("&"))
            .getBytes(UTF_8);
    return new UpstreamBody() {
      @Override
      public String mediaType() {
        return "application/x-www-form-urlencoded";
      }

      @Override
      public long length() {
        return form.length;
      }

      @Override
      public void writeTo(OutputStream out) throws IOException {
        out.write(form);
      }
    };
  }

  private TokenGrant read(OAuthCredential credential, OAuthToken token, UpstreamResponse response)
      throws IOException {
    JsonNode json = json(response.body().readNBytes(BODY_MAX));
    int status = response.status();
    if (response.success()) {
      return granted(token, json);
    }
    String said = clean(credential, token, status + " " + words(json));
    return status / 100 == 4 && status != 408 && status != 429
        ? new TokenGrant.Refused(status, said)
        : failed(said);
  }

  private TokenGrant granted(OAuthToken before, JsonNode json) {
    String access = json.path("access_token").asString("");
    if (access.isBlank()) {
      return failed("an answer without access_token");
    }
    Instant now = clock.instant();
    long seconds = json.path("expires_in").asLong(0);
    Optional<Instant> end =
        seconds > 0
            ? Optional.of(now.plusSeconds(Math.min(seconds, SECONDS_MAX)))
            : Optional.empty();
    String refresh = json.path("refresh_token").asString("");
    return new TokenGrant.Granted(
        new OAuthToken(access, refresh.isBlank() ? before.refreshToken() : refresh, end, now));
  }

  private static JsonNode json(byte[] body) {
    try {
      JsonNode json = JsonMapper.shared().readTree(body);
      return json.isObject() ? json : JsonNodeFactory.instance.objectNode();
    } catch (JacksonException e) { // a page of a proxy; its message may quote it
      return JsonNodeFactory.instance.objectNode();
    }
  }

  /** {@code error} and {@code error_description} as RFC 6749 has them, or as other APIs do. */
  private static String words(JsonNode json) {
    JsonNode error = json.path("error");
    String code = error.asString(error.path("code").asString(""));
    String more = json.path("error_description").asString(error.path("message").asString(""));
    return (code + (code.isEmpty() || more.isEmpty() ? "" : ": ") + more).strip();
  }

  private static String clean(OAuthCredential credential, OAuthToken token, String text) {
    String clean = text;
    for (String secret :
        List.of(
            token.refreshToken(),
            token.accessToken(),
            credential.clientSecret().orElse(""),
            credential.given().refreshToken())) {
      clean = Credential.of(secret).hide(clean);
    }
    clean = clean.replaceAll("\\p{Cntrl}+", " ").strip();
    return clean.length() <= EVIDENCE_MAX ? clean : clean.substring(0, EVIDENCE_MAX - 1) + "…";
  }

  private static TokenGrant failed(String evidence) {
    return new TokenGrant.Failed(evidence);
  }
}
