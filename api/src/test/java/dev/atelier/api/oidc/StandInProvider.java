package dev.atelier.api.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A provider of identities on this machine, which checks what it is asked as the standards say and
 * vouches for whomever the test wants, rightly or wrongly.
 */
public final class StandInProvider implements AutoCloseable {
  public static final String CLIENT = "atelier";
  public static final String SECRET = "a secret: with+signs";

  /** Made once by name, since that takes long. */
  private static final Map<String, RSAKey> RSA = new ConcurrentHashMap<>();

  private static final ECKey CURVE = ec("curve");

  /** Of every path, how often it was asked for. */
  final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();

  /** What its documents and answers become before they are sent, by path. */
  final Map<String, UnaryOperator<String>> changes = new ConcurrentHashMap<>();

  private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
  private final InstantSource clock;
  private final HttpServer server;
  private volatile RSAKey rsa = rsa("one");
  private volatile UnaryOperator<JWTClaimsSet.Builder> claims = claims -> claims;
  private volatile Function<JWTClaimsSet, String> signing = claims -> signed(claims, rsa);
  private volatile boolean asks;

  public StandInProvider(InstantSource clock) throws IOException {
    this.clock = clock;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  public String issuer() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** What the next ID tokens say beside, or instead of, what they should. */
  public StandInProvider vouching(UnaryOperator<JWTClaimsSet.Builder> change) {
    claims = change;
    return this;
  }

  /** Has people press a button, as real ones do. */
  public StandInProvider asking() {
    asks = true;
    return this;
  }

  /** How the next ID tokens are written. */
  void writing(Function<JWTClaimsSet, String> how) {
    signing = how;
  }

  /** Signs with another key, and knows the former no longer. */
  void rotate(String id) {
    rsa = rsa(id);
  }

  RSAKey key() {
    return rsa;
  }

  ECKey curve() {
    return CURVE;
  }

  int asked(String path) {
    return asked.getOrDefault(path, new AtomicInteger()).get();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  /** Somebody else's key, which says that it is that one. */
  static RSAKey stranger(String id) {
    return new RSAKey.Builder(rsa("stranger")).keyID(id).build();
  }

  private static RSAKey rsa(String name) {
    return RSA.computeIfAbsent(name, StandInProvider::made);
  }

  private static RSAKey made(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).keyUse(KeyUse.SIGNATURE).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ECKey ec(String id) {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(id).keyUse(KeyUse.SIGNATURE).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  static String signed(JWTClaimsSet claims, JWK key) {
    try {
      boolean rsa = key instanceof RSAKey;
      var header =
          new JWSHeader.Builder(rsa ? JWSAlgorithm.RS256 : JWSAlgorithm.ES256)
              .keyID(key.getKeyID())
              .build();
      var token = new SignedJWT(header, claims);
      token.sign(rsa ? new RSASSASigner(key.toRSAKey()) : new ECDSASigner(key.toECKey()));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      asked.computeIfAbsent(path, _ -> new AtomicInteger()).incrementAndGet();
      Map<String, String> query = form(exchange.getRequestURI().getRawQuery());
      switch (path) {
        case "/.well-known/openid-configuration" -> json(exchange, path, 200, discovery());
        case "/jwks" -> json(exchange, path, 200, new JWKSet(List.of(rsa, CURVE)).toString());
        case "/authorize" -> authorize(exchange, query);
        case "/approve" -> approve(exchange, query);
        case "/token" -> token(exchange);
        case "/logout" -> redirect(exchange, query.getOrDefault("post_logout_redirect_uri", "/"));
        case "/favicon.ico" -> exchange.sendResponseHeaders(204, -1);
        default -> exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  private String discovery() {
    return """
    {"issuer":"%1$s","authorization_endpoint":"%1$s/authorize","token_endpoint":"%1$s/token",
     "jwks_uri":"%1$s/jwks","end_session_endpoint":"%1$s/logout",
     "id_token_signing_alg_values_supported":["RS256","ES256"]}\
    """
        .formatted(issuer());
  }

  private void authorize(HttpExchange exchange, Map<String, String> query) throws IOException {
    if (!asks) {
      approve(exchange, query);
      return;
    }
    String next = "/approve?" + exchange.getRequestURI().getRawQuery().replace("&", "&amp;");
    byte[] page =
        "<!doctype html><title>Stand-in</title><a id=\"approve\" href=\"%s\">It is me</a>"
            .formatted(next)
            .getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/html");
    exchange.sendResponseHeaders(200, page.length);
    exchange.getResponseBody().write(page);
  }

  private void approve(HttpExchange exchange, Map<String, String> query) throws IOException {
    if (!CLIENT.equals(query.get("client_id"))
        || !"code".equals(query.get("response_type"))
        || !"S256".equals(query.get("code_challenge_method"))
        || !query.getOrDefault("scope", "").contains("openid")) {
      exchange.sendResponseHeaders(400, -1);
      return;
    }
    String code = UUID.randomUUID().toString();
    codes.put(code, query);
    redirect(
        exchange, query.get("redirect_uri") + "?code=" + code + "&state=" + query.get("state"));
  }

  private void token(HttpExchange exchange) throws IOException {
    Map<String, String> form = form(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    Optional<Map<String, String>> asked =
        Optional.ofNullable(codes.remove(form.getOrDefault("code", "")));
    String basic =
        Base64.getEncoder().encodeToString((CLIENT + ":a+secret%3A+with%2Bsigns").getBytes(UTF_8));
    if (!("Basic " + basic).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      json(exchange, "/token", 401, "{\"error\":\"invalid_client\"}");
    } else if (asked.isEmpty()
        || !form.getOrDefault("redirect_uri", "").equals(asked.get().get("redirect_uri"))
        || !challenge(form.getOrDefault("code_verifier", ""))
            .equals(asked.get().get("code_challenge"))) {
      json(exchange, "/token", 400, "{\"error\":\"invalid_grant\"}");
    } else {
      String token = signing.apply(claims.apply(usual(asked.get())).build());
      json(exchange, "/token", 200, "{\"token_type\":\"Bearer\",\"id_token\":\"" + token + "\"}");
    }
  }

  private JWTClaimsSet.Builder usual(Map<String, String> asked) {
    return new JWTClaimsSet.Builder()
        .issuer(issuer())
        .subject("alice-1")
        .audience(CLIENT)
        .issueTime(Date.from(clock.instant()))
        .expirationTime(Date.from(clock.instant().plusSeconds(300)))
        .claim("nonce", asked.get("nonce"))
        .claim("email", "alice@example.org")
        .claim("email_verified", true)
        .claim("groups", List.of("everybody", "designers"));
  }

  private void json(HttpExchange exchange, String path, int status, String body)
      throws IOException {
    byte[] bytes = changes.getOrDefault(path, text -> text).apply(body).getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static void redirect(HttpExchange exchange, String target) throws IOException {
    exchange.getResponseHeaders().set("Location", target);
    exchange.sendResponseHeaders(302, -1);
  }

  private static String challenge(String verifier) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static Map<String, String> form(@org.jspecify.annotations.Nullable String text) {
    var values = new LinkedHashMap<String, String>();
    for (String pair : text == null ? new String[0] : text.split("&")) {
      String[] both = pair.split("=", 2);
      values.put(
          URLDecoder.decode(both[0], UTF_8),
          both.length > 1 ? URLDecoder.decode(both[1], UTF_8) : "");
    }
    return values;
  }
}
