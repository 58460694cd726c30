package dev.atelier.api.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.testkit.FakeClock;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The way through a provider of identities, and every way around it. */
@Timeout(60)
class OidcSignInTest {
  @TempDir private Path directory;
  private final FakeClock clock = FakeClock.fixed();
  private StandInProvider provider;
  private SignInServer server;
  private TestBrowser browser;

  @BeforeEach
  void start() throws Exception {
    provider = new StandInProvider(clock);
    server = new SignInServer(directory, clock, SignInServer.settings(provider.issuer()));
    browser = new TestBrowser(server.uri());
  }

  @AfterEach
  void stop() {
    browser.close();
    server.close();
    provider.close();
  }

  @Test
  void who_comes_from_the_provider_is_signed_in_with_the_scopes_of_their_groups() throws Exception {
    assertThat(browser.json("GET", "/api/v1/session/methods").at("/oidc/label").stringValue())
        .isEqualTo("Acme");

    assertThat(browser.signIn()).isEqualTo(server.uri().resolve("/studio/").toString());

    assertThat(browser.setCookies)
        .containsPattern(
            "atelier_session=[A-Za-z0-9_-]{43}; Path=/api/v1; Max-Age=43200; HttpOnly;"
                + " SameSite=Strict")
        .contains("atelier_sign_in=; ");
    JsonNode who = browser.json("GET", "/api/v1/session");
    assertThat(who.path("tenant").stringValue()).isEqualTo("acme");
    assertThat(who.path("person").stringValue()).isEqualTo("alice@example.org");
    assertThat(who.path("scopes").toString()).isEqualTo("[\"generate\",\"read\"]");
    assertThat(who.path("operator").booleanValue()).isFalse();
    assertThat(server.audit())
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.act()).isEqualTo("person.join");
          assertThat(entry.person()).contains("alice@example.org");
          assertThat(entry.changes()).containsEntry("subject", "alice-1");
        });
  }

  @Test
  void the_provider_is_asked_by_the_book() throws Exception {
    URI asked = URI.create(browser.follow(OidcSignIn.START));
    Map<String, String> query = StandInProvider.form(asked.getRawQuery());

    assertThat(asked.toString()).startsWith(provider.issuer() + "/authorize?");
    assertThat(query)
        .containsEntry("response_type", "code")
        .containsEntry("client_id", "atelier")
        .containsEntry("scope", "openid email")
        .containsEntry("code_challenge_method", "S256")
        .containsEntry("redirect_uri", server.uri().resolve("/sign-in/oidc/callback").toString());
    assertThat(List.of(query.get("state"), query.get("nonce"), query.get("code_challenge")))
        .doesNotHaveDuplicates()
        .allMatch(value -> value.length() == 43);
    assertThat(browser.setCookies)
        .contains("Path=/sign-in/oidc; Max-Age=600; HttpOnly; SameSite=Lax");
    assertThat(StandInProvider.form(URI.create(browser.follow(OidcSignIn.START)).getRawQuery()))
        .doesNotContainValue(query.get("state"));
  }

  @Test
  void groups_that_are_lost_are_lost_in_every_browser_at_the_next_sign_in() throws Exception {
    provider.vouching(claims -> claims.claim("groups", List.of("leads", "designers")));
    browser.signIn();
    assertThat(browser.json("GET", "/api/v1/session").path("scopes")).hasSize(3);
    provider.vouching(claims -> claims.claim("groups", List.of("designers")));

    try (var other = new TestBrowser(server.uri())) {
      other.signIn();
      assertThat(other.json("GET", "/api/v1/session").path("scopes")).hasSize(2);
    }

    assertThat(browser.json("GET", "/api/v1/session").path("scopes")).hasSize(2);
  }

  @Test
  void who_signs_out_is_signed_out_and_led_to_the_providers_own_page() throws Exception {
    browser.signIn();
    Map<String, String> before = Map.copyOf(browser.cookies);

    URI next =
        URI.create(browser.json("DELETE", "/api/v1/session").path("continue_at").stringValue());

    assertThat(next.toString()).startsWith(provider.issuer() + "/logout?");
    assertThat(StandInProvider.form(next.getRawQuery()))
        .containsEntry("client_id", "atelier")
        .containsEntry("post_logout_redirect_uri", server.uri().resolve("/studio/").toString());
    browser.cookies.putAll(before);
    assertThat(browser.signedIn()).isFalse();
  }

  @Test
  void a_provider_cannot_have_pages_run_anything_when_somebody_signs_out() throws Exception {
    provider.changes.put(
        "/.well-known/openid-configuration",
        text -> text.replaceAll("http://[0-9.:]+/logout", "javascript:alert(1)"));
    browser.signIn();

    assertThat(browser.send("DELETE", server.uri().resolve("/api/v1/session")).statusCode())
        .isEqualTo(204);
  }

  @Test
  void an_answer_that_this_browser_did_not_ask_for_is_refused() throws Exception {
    String callback = browser.follow(browser.follow(OidcSignIn.START));
    try (var victim = new TestBrowser(server.uri())) {
      assertProblem(victim, victim.follow(callback), "stale");
      victim.follow(OidcSignIn.START);
      assertProblem(victim, victim.follow(callback), "stale");
    }
    assertProblem(browser, browser.follow(callback.replaceAll("state=.*", "state=wrong")), "stale");
    assertProblem(browser, browser.follow(callback.replaceAll("&state=.*", "")), "stale");
    assertThat(provider.asked("/token")).isZero();
    assertThat(browser.follow(callback)).endsWith("/studio/");
  }

  @Test
  void a_code_is_good_once() throws Exception {
    String callback = browser.follow(browser.follow(OidcSignIn.START));
    Map<String, String> began = Map.copyOf(browser.cookies);
    assertThat(browser.follow(callback)).endsWith("/studio/");
    browser.cookies.clear();
    assertProblem(browser, browser.follow(callback), "stale");

    browser.cookies.putAll(began);

    assertProblem(browser, browser.follow(callback), "refused");
  }

  @Test
  void a_code_of_another_browser_is_refused_by_the_provider() throws Exception {
    try (var other = new TestBrowser(server.uri())) {
      String stolen = other.follow(other.follow(OidcSignIn.START));
      String own = browser.follow(browser.follow(OidcSignIn.START));
      String code = StandInProvider.form(URI.create(stolen).getRawQuery()).get("code");

      assertProblem(
          browser, browser.follow(own.replaceAll("code=[^&]*", "code=" + code)), "refused");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?redirect_uri=https://evil.example/",
        "?return_to=//evil.example",
        "?next=https://evil.example&post_logout_redirect_uri=https://evil.example"
      })
  void nothing_in_a_request_says_where_to_go(String query) throws Exception {
    String asked = browser.follow(OidcSignIn.START + query);
    String callback = browser.follow(asked);
    String end = browser.follow(callback + "&" + query.substring(1));

    assertThat(asked).doesNotContain("evil");
    assertThat(end).isEqualTo(server.uri().resolve("/studio/").toString());
  }

  @Test
  void who_says_no_at_the_provider_is_told_so() throws Exception {
    String callback = browser.follow(browser.follow(OidcSignIn.START));

    assertProblem(
        browser,
        browser.follow(callback.replaceAll("code=[^&]*", "error=access_denied")),
        "cancelled");
  }

  @Test
  void an_answer_in_the_name_of_another_provider_is_refused() throws Exception {
    String callback = browser.follow(browser.follow(OidcSignIn.START));

    assertProblem(browser, browser.follow(callback + "&iss=https://other.example"), "unverified");
    assertThat(provider.asked("/token")).isZero();
  }

  @Test
  void who_has_no_role_is_told_so_and_nothing_is_made_for_them() throws Exception {
    provider.vouching(claims -> claims.claim("groups", List.of("everybody")));
    assertProblem(browser, browser.signIn(), "no-role");
    provider.vouching(claims -> claims.claim("groups", Map.of("designers", true)));
    assertProblem(browser, browser.signIn(), "no-role");
    provider.vouching(claims -> claims.claim("groups", null));
    assertProblem(browser, browser.signIn(), "no-role");

    assertThat(server.audit()).isEmpty();
  }

  @Test
  void a_role_in_a_tenant_that_does_not_exist_lets_nobody_in() throws Exception {
    provider.vouching(claims -> claims.claim("groups", "ghosts"));

    assertProblem(browser, browser.signIn(), "tenant");
  }

  @Test
  void whose_key_was_revoked_is_out_at_once_and_stays_out() throws Exception {
    browser.signIn();
    server.revoke(browser.json("GET", "/api/v1/session").path("key").stringValue());

    assertThat(browser.signedIn()).isFalse();
    assertProblem(browser, browser.signIn(), "revoked");
  }

  @Test
  void a_session_goes_on_when_the_provider_is_away() throws Exception {
    browser.signIn();
    provider.close();
    clock.advance(Duration.ofHours(2));

    assertThat(browser.signedIn()).isTrue();
    assertThat(browser.send("DELETE", server.uri().resolve("/api/v1/session")).statusCode())
        .isBetween(200, 204);
    assertThat(browser.signedIn()).isFalse();
  }

  private static void assertProblem(TestBrowser browser, String end, String problem)
      throws Exception {
    assertThat(end).endsWith("/studio/#/sign-in?problem=" + problem);
    assertThat(browser.setCookies).doesNotContain("atelier_session");
    browser.cookies.remove("atelier_session");
  }
}
