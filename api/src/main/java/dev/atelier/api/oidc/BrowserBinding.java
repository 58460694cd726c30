package dev.atelier.api.oidc;

import dev.atelier.api.session.Cookies;
import dev.atelier.http.server.Exchange;
import dev.atelier.image.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What binds a sign-in to the browser in which it began: a random secret in a cookie, from which
 * state, nonce and PKCE's verifier follow, each by an HMAC of its own. No node keeps anything.
 *
 * @param secret 256 random bits as base64url
 */
record BrowserBinding(String secret) {
  private static final String NAME = "atelier_sign_in";
  private static final String PATH = "/sign-in/oidc";
  private static final Duration LASTS = Duration.ofMinutes(10);
  private static final int BYTES = 32;
  private static final int LENGTH = 43;

  static BrowserBinding random(RandomGenerator random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new BrowserBinding(base64(bytes));
  }

  /** The one of the browser that sent a request, if that has begun to sign in. */
  static Optional<BrowserBinding> of(Exchange exchange) {
    return Cookies.value(exchange, name(exchange))
        .filter(value -> value.length() == LENGTH)
        .map(BrowserBinding::new);
  }

  /** Lax, since the provider's page is what leads back to us. */
  void set(Exchange exchange) {
    cookie(exchange, secret, LASTS);
  }

  static void takeBack(Exchange exchange) {
    cookie(exchange, "", Duration.ZERO);
  }

  String state() {
    return derived("state");
  }

  String nonce() {
    return derived("nonce");
  }

  /** PKCE's code verifier (RFC 7636). */
  String verifier() {
    return derived("verifier");
  }

  /** Its challenge, by S256. */
  String challenge() {
    return base64(Sha256.digest().digest(verifier().getBytes(StandardCharsets.US_ASCII)));
  }

  /** Whether the provider's answer belongs to it. */
  boolean began(String state) {
    return MessageDigest.isEqual(
        state().getBytes(StandardCharsets.US_ASCII), state.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "BrowserBinding[masked]";
  }

  private String derived(String what) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return base64(mac.doFinal(what.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  private static void cookie(Exchange exchange, String value, Duration lasts) {
    boolean tls = tls(exchange);
    exchange.addHeader(
        "Set-Cookie",
        "%s=%s; Path=%s; Max-Age=%d; HttpOnly; SameSite=Lax%s"
            .formatted(
                name(exchange), value, tls ? "/" : PATH, lasts.toSeconds(), tls ? "; Secure" : ""));
  }

  /** Under a name that no neighbouring host can set, where there is TLS. */
  private static String name(Exchange exchange) {
    return tls(exchange) ? "__Host-" + NAME : NAME;
  }

  private static boolean tls(Exchange exchange) {
    return exchange.baseUrl().startsWith("https:");
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
