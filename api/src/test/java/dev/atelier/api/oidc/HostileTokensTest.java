package dev.atelier.api.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.atelier.testkit.FakeClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** ID tokens that are not what they should be. */
@Timeout(60)
class HostileTokensTest {
  @TempDir private Path directory;
  private final FakeClock clock = FakeClock.fixed();
  private StandInProvider provider;
  private SignInServer server;
  private TestBrowser browser;

  @BeforeEach
  void start() throws Exception {
    provider = new StandInProvider(clock);
    open();
  }

  private void open(String... domains) throws Exception {
    server = new SignInServer(directory, clock, SignInServer.settings(provider.issuer(), domains));
    browser = new TestBrowser(server.uri());
  }

  @AfterEach
  void stop() {
    browser.close();
    server.close();
    provider.close();
  }

  /** A change of the claims that makes them wrong. */
  interface Change extends BiFunction<JWTClaimsSet.Builder, FakeClock, JWTClaimsSet.Builder> {}

  static Stream<Arguments> wrongClaims() {
    return Stream.of(
        claims("nonce of another sign-in", (c, _) -> c.claim("nonce", "other")),
        claims("no nonce", (c, _) -> c.claim("nonce", null)),
        claims("nonce of another type", (c, _) -> c.claim("nonce", List.of("other"))),
        claims("for another client", (c, _) -> c.audience("other")),
        claims("for nobody", (c, _) -> c.audience((String) null)),
        claims("for several, nobody named", (c, _) -> c.audience(List.of("atelier", "other"))),
        claims(
            "given to another",
            (c, _) -> c.audience(List.of("atelier", "other")).claim("azp", "other")),
        claims("given to another alone", (c, _) -> c.claim("azp", "other")),
        claims("another issuer", (c, _) -> c.issuer("https://other.example")),
        claims("issuer with a slash", (c, _) -> c.issuer(c.getClaims().get("iss") + "/")),
        claims("no issuer", (c, _) -> c.issuer(null)),
        claims("expired", (c, now) -> c.expirationTime(at(now, -61))),
        claims("never expires", (c, _) -> c.expirationTime(null)),
        claims("of the future", (c, now) -> c.issueTime(at(now, 120))),
        claims("long ago", (c, now) -> c.issueTime(at(now, -800))),
        claims("issued never", (c, _) -> c.issueTime(null)),
        claims("not yet", (c, now) -> c.notBeforeTime(at(now, 120))),
        claims("nobody", (c, _) -> c.subject(null)),
        claims("blank", (c, _) -> c.subject(" ")),
        claims("endless", (c, _) -> c.subject("x".repeat(256))),
        claims("huge", (c, _) -> c.claim("groups", "x".repeat(70_000))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongClaims")
  void a_claim_that_is_wrong_lets_nobody_in(String name, Change change) throws Exception {
    provider.vouching(claims -> change.apply(claims, clock));

    assertRefused();
  }

  @Test
  void clocks_may_differ_by_a_minute() throws Exception {
    provider.vouching(c -> c.issueTime(at(clock, 50)).notBeforeTime(at(clock, 50)));
    assertIn();
    provider.vouching(c -> c.expirationTime(at(clock, -50)).issueTime(at(clock, -350)));
    assertIn();
    provider.vouching(c -> c.audience(List.of("atelier", "other")).claim("azp", "atelier"));
    assertIn();
  }

  static Stream<Arguments> wrongSignatures() {
    return Stream.of(
        Arguments.of("none", (Forgery) (claims, _) -> new PlainJWT(claims).serialize()),
        Arguments.of(
            "none, called signed",
            (Forgery)
                (claims, provider) -> {
                  String[] parts = StandInProvider.signed(claims, provider.key()).split("\\.");
                  return base64("{\"alg\":\"none\"}") + "." + parts[1] + "." + parts[2];
                }),
        Arguments.of(
            "the client's secret",
            (Forgery)
                (claims, _) ->
                    mac(
                        claims,
                        StandInProvider.SECRET
                            .repeat(2)
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8))),
        Arguments.of(
            "the public key as a secret",
            (Forgery)
                (claims, provider) ->
                    mac(
                        claims,
                        provider
                            .key()
                            .toPublicJWK()
                            .toJSONString()
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8))),
        Arguments.of(
            "a stranger's key of the same name",
            (Forgery)
                (claims, provider) ->
                    StandInProvider.signed(
                        claims, StandInProvider.stranger(provider.key().getKeyID()))),
        Arguments.of(
            "a stranger's key",
            (Forgery)
                (claims, _) -> StandInProvider.signed(claims, StandInProvider.stranger("unknown"))),
        Arguments.of(
            "other claims than were signed",
            (Forgery)
                (claims, provider) -> {
                  String[] parts = StandInProvider.signed(claims, provider.key()).split("\\.");
                  var more = new JWTClaimsSet.Builder(claims).subject("root").build();
                  return parts[0] + "." + base64(more.toString()) + "." + parts[2];
                }),
        Arguments.of("no token at all", (Forgery) (_, _) -> "a.b.c"),
        Arguments.of("nothing", (Forgery) (_, _) -> ""));
  }

  /** Writes claims so that nobody should believe them. */
  interface Forgery extends BiFunction<JWTClaimsSet, StandInProvider, String> {}

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongSignatures")
  void a_signature_that_is_not_the_providers_lets_nobody_in(String name, Forgery forgery)
      throws Exception {
    provider.writing(claims -> forgery.apply(claims, provider));

    assertRefused();
  }

  @Test
  void elliptic_curves_sign_too() throws Exception {
    provider.writing(claims -> StandInProvider.signed(claims, provider.curve()));

    assertIn();
  }

  @Test
  void keys_are_fetched_once_and_anew_when_the_provider_signs_with_another() throws Exception {
    assertIn();
    assertIn();
    assertThat(provider.asked("/jwks")).isEqualTo(1);

    provider.rotate("two");

    assertIn();
    assertThat(provider.asked("/jwks")).isEqualTo(2);
  }

  @Test
  void unknown_keys_cannot_have_the_provider_asked_again_and_again() throws Exception {
    assertIn();
    provider.writing(claims -> StandInProvider.signed(claims, StandInProvider.stranger("forged")));
    for (int i = 0; i < 5; i++) {
      assertRefused();
    }
    assertThat(provider.asked("/jwks")).isEqualTo(2);

    clock.advance(ProviderKeys.AGAIN_EVERY);
    assertRefused();

    assertThat(provider.asked("/jwks")).isEqualTo(3);
  }

  @Test
  void a_key_that_is_too_short_counts_for_nothing() throws Exception {
    String small =
        "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"one\",\"e\":\"AQAB\",\"n\":\"%s\"}]}"
            .formatted("x".repeat(171));
    provider.changes.put("/jwks", _ -> small);

    assertRefused();
  }

  @Test
  void where_domains_are_named_the_address_must_be_verified_and_of_one() throws Exception {
    stopServer();
    open("Example.org");
    assertIn();
    for (Map.Entry<String, Object> wrong :
        List.<Map.Entry<String, Object>>of(
            Map.entry("email", "alice@example.org.evil.example"),
            Map.entry("email", "example.org"),
            Map.entry("email_verified", false),
            Map.entry("email_verified", "yes"))) {
      provider.vouching(claims -> claims.claim(wrong.getKey(), wrong.getValue()));
      assertThat(browser.signIn()).as(wrong.toString()).endsWith("problem=domain");
    }
  }

  @Test
  void an_address_that_nobody_verified_names_nobody() throws Exception {
    provider.vouching(claims -> claims.claim("email_verified", false));

    assertIn();

    assertThat(browser.json("GET", "/api/v1/session").path("person").stringValue())
        .isEqualTo("alice-1");
  }

  private void stopServer() {
    browser.close();
    server.close();
  }

  private void assertIn() throws Exception {
    assertThat(browser.signIn()).endsWith("/studio/");
    assertThat(browser.signedIn()).isTrue();
  }

  private void assertRefused() throws Exception {
    browser.cookies.clear();
    assertThat(browser.signIn()).endsWith("/studio/#/sign-in?problem=unverified");
    assertThat(browser.signedIn()).isFalse();
  }

  private static Arguments claims(String name, Change change) {
    return Arguments.of(name, change);
  }

  private static Date at(FakeClock clock, long seconds) {
    return Date.from(clock.instant().plus(Duration.ofSeconds(seconds)));
  }

  private static String mac(JWTClaimsSet claims, byte[] secret) {
    try {
      var token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
      token.sign(new MACSigner(secret));
      return token.serialize();
    } catch (com.nimbusds.jose.JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}
