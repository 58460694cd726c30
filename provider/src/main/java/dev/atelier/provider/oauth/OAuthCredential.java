package dev.atelier.provider.oauth;

import dev.atelier.image.Sha256;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an operator gives for an account with OAuth2, as a JSON object: {@code refresh_token},
 * {@code token_url}, {@code client_id}, and as far as known {@code access_token}, {@code
 * expires_at} (ISO 8601 or seconds since 1970), {@code client_secret} and {@code scope}.
 *
 * @param fingerprint tells one such text from another; gives nothing away
 * @param given the tokens that came with it; issued in 1970 as far as anybody knows
 */
public record OAuthCredential(
    String fingerprint,
    OAuthToken given,
    URI tokenUrl,
    String clientId,
    Optional<String> clientSecret,
    Optional<String> scope) {
  private static final Set<String> KNOWN =
      Set.of(
          "access_token",
          "refresh_token",
          "expires_at",
          "token_url",
          "client_id",
          "client_secret",
          "scope");

  /** Whether a secret is meant to be one: no key begins with a brace. */
  public static boolean looksLike(String secret) {
    return secret.stripLeading().startsWith("{");
  }

  /**
   * @throws IllegalArgumentException whose message completes "secret …" and shows nothing of it
   */
  public static OAuthCredential parse(String secret) {
    JsonNode json = json(secret);
    var unknown = new TreeSet<>(json.propertyNames());
    unknown.removeAll(KNOWN);
    require(unknown.isEmpty(), "may hold " + String.join(", ", new TreeSet<>(KNOWN)));
    return new OAuthCredential(
        fingerprint(secret),
        new OAuthToken(
            text(json, "access_token").orElse(""),
            required(json, "refresh_token"),
            instant(json.path("expires_at")),
            Instant.EPOCH),
        tokenUrl(required(json, "token_url")),
        required(json, "client_id"),
        text(json, "client_secret"),
        text(json, "scope"));
  }

  private static JsonNode json(String secret) {
    try {
      JsonNode json = JsonMapper.shared().readTree(secret);
      require(json.isObject(), "must be a JSON object with OAuth2 tokens");
      return json;
    } catch (JacksonException e) { // whose message may quote the secret
      throw new IllegalArgumentException("must be a JSON object with OAuth2 tokens");
    }
  }

  private static String required(JsonNode json, String name) {
    return text(json, name).orElseThrow(() -> new IllegalArgumentException("lacks " + name));
  }

  private static Optional<String> text(JsonNode json, String name) {
    JsonNode value = json.path(name);
    require(value.isMissingNode() || value.isNull() || value.isString(), name + " must be a text");
    return value.isString() && !value.stringValue().isBlank()
        ? Optional.of(value.stringValue().strip())
        : Optional.empty();
  }

  private static Optional<Instant> instant(JsonNode value) {
    try {
      return value.isIntegralNumber()
          ? Optional.of(Instant.ofEpochSecond(value.longValue()))
          : value.isString() ? Optional.of(Instant.parse(value.stringValue())) : Optional.empty();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "expires_at must be a time such as 2026-11-20T12:00:00Z, or seconds since 1970");
    }
  }

  private static URI tokenUrl(String text) {
    URI uri;
    try {
      uri = URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("token_url is not a URL");
    }
    require(
        uri.getHost() != null
            && uri.getUserInfo() == null
            && ("https".equalsIgnoreCase(uri.getScheme())
                || ("http".equalsIgnoreCase(uri.getScheme()) && local(uri.getHost()))),
        "token_url must be https; http is for this machine only");
    return uri;
  }

  private static boolean local(@Nullable String host) {
    return host != null && Set.of("localhost", "127.0.0.1", "[::1]").contains(host);
  }

  private static String fingerprint(String secret) {
    return Sha256.hex(secret.strip());
  }

  private static void require(boolean fine, String problem) {
    if (!fine) {
      throw new IllegalArgumentException(problem);
    }
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "OAuthCredential[" + tokenUrl.getHost() + "]";
  }
}
