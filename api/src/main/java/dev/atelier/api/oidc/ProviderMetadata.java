package dev.atelier.api.oidc;

import java.net.URI;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the provider's discovery document says (OpenID Connect Discovery 1.0).
 *
 * @param secretInBody whether the client's secret goes into the body and not into a header
 * @param tellsIssuer whether every answer to the browser names its issuer (RFC 9207)
 */
record ProviderMetadata(
    URI authorization,
    URI token,
    URI keys,
    Optional<URI> endSession,
    boolean secretInBody,
    boolean tellsIssuer) {

  /**
   * Reads a document that must be of this issuer.
   *
   * @throws SignInException {@code AWAY} for anything else
   */
  static ProviderMetadata read(byte[] document, String issuer) throws SignInException {
    JsonNode json = json(document);
    if (!issuer.equals(json.path("issuer").asString(""))) {
      throw new SignInException(
          SignInProblem.AWAY, "the discovery document names another issuer than the settings");
    }
    boolean safe = issuer.startsWith("https:");
    JsonNode methods = json.path("token_endpoint_auth_methods_supported");
    return new ProviderMetadata(
        endpoint(json, "authorization_endpoint", safe).orElseThrow(() -> missing("authorization")),
        endpoint(json, "token_endpoint", safe).orElseThrow(() -> missing("token")),
        endpoint(json, "jwks_uri", safe).orElseThrow(() -> missing("keys")),
        endpoint(json, "end_session_endpoint", safe),
        has(methods, "client_secret_post") && !has(methods, "client_secret_basic"),
        json.path("authorization_response_iss_parameter_supported").asBoolean(false));
  }

  /** Any JSON object. */
  static JsonNode json(byte[] document) throws SignInException {
    try {
      JsonNode json = JsonMapper.shared().readTree(document);
      if (json.isObject()) {
        return json;
      }
    } catch (JacksonException e) {
      throw new SignInException(SignInProblem.AWAY, "the provider answered with no JSON", e);
    }
    throw new SignInException(SignInProblem.AWAY, "the provider answered with no JSON object");
  }

  private static SignInException missing(String what) {
    return new SignInException(
        SignInProblem.AWAY, "the discovery document has no usable address for: " + what);
  }

  private static boolean has(JsonNode list, String word) {
    return list.valueStream().anyMatch(one -> word.equals(one.asString("")));
  }

  /** An absolute web address, over TLS where the issuer's is. */
  private static Optional<URI> endpoint(JsonNode json, String name, boolean safe) {
    try {
      URI uri = URI.create(json.path(name).asString(""));
      boolean web = "https".equals(uri.getScheme()) || (!safe && "http".equals(uri.getScheme()));
      return web && uri.getHost() != null && uri.getRawFragment() == null
          ? Optional.of(uri)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
