package dev.atelier.api.oidc;

import dev.atelier.api.oidc.OidcSettings.Client;
import dev.atelier.http.client.DirectAnswer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Gives the provider a code and gets an ID token for it (RFC 6749, 4.1.3). */
final class ExchangeCode {
  private static final int SERVER_ERROR = 500;

  private final Client client;
  private final CallProvider call;

  ExchangeCode(Client client, CallProvider call) {
    this.client = client;
    this.call = call;
  }

  /**
   * The ID token, not verified yet.
   *
   * @param redirectUri the very one with which the code was asked for
   */
  String idToken(ProviderMetadata metadata, String code, String redirectUri, BrowserBinding binding)
      throws SignInException {
    var form = new LinkedHashMap<String, String>();
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("redirect_uri", redirectUri);
    form.put("code_verifier", binding.verifier());
    Map<String, String> headers = authenticated(form, metadata.secretInBody());
    DirectAnswer answer = call.post(metadata.token(), headers, form);
    if (answer.status() >= SERVER_ERROR) {
      throw new SignInException(
          SignInProblem.AWAY, "the token endpoint answered with status " + answer.status());
    }
    JsonNode json = ProviderMetadata.json(answer.body());
    if (!answer.success()) {
      throw new SignInException(
          SignInProblem.REFUSED,
          "the token endpoint answered with status %d, %s"
              .formatted(answer.status(), word(json.path("error").asString(""))));
    }
    return Optional.of(json.path("id_token").asString(""))
        .filter(token -> !token.isEmpty())
        .orElseThrow(
            () -> new SignInException(SignInProblem.UNVERIFIED, "the provider gave no ID token"));
  }

  private Map<String, String> authenticated(Map<String, String> form, boolean inBody) {
    Optional<String> secret = client.secret();
    if (secret.isPresent() && !inBody) {
      String both = CallProvider.encoded(client.id()) + ":" + CallProvider.encoded(secret.get());
      byte[] bytes = both.getBytes(StandardCharsets.US_ASCII);
      return Map.of("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
    }
    form.put("client_id", client.id());
    secret.ifPresent(text -> form.put("client_secret", text));
    return Map.of();
  }

  /** One of the standard's error codes. */
  private static String word(String error) {
    return error.matches("[a-z_]{1,64}") ? error : "and no error code";
  }
}
