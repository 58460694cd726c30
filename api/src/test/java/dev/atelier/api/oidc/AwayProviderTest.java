package dev.atelier.api.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.testkit.FakeClock;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A provider that does not answer, or answers with something else. */
@Timeout(60)
class AwayProviderTest {
  private static final String DISCOVERY = "/.well-known/openid-configuration";
  private static final Duration SOON = Duration.ofMillis(500);
  private static final String AWAY = "/studio/#/sign-in?problem=away";

  @TempDir private Path directory;
  private final FakeClock clock = FakeClock.fixed();
  private StandInProvider provider;
  private SignInServer server;
  private TestBrowser browser;

  @BeforeEach
  void start() throws Exception {
    provider = new StandInProvider(clock);
    open(provider.issuer(), Duration.ofSeconds(20));
  }

  private void open(String issuer, Duration patience) throws Exception {
    server = new SignInServer(directory, clock, SignInServer.settings(issuer), patience);
    browser = new TestBrowser(server.uri());
  }

  @AfterEach
  void stop() {
    browser.close();
    server.close();
    provider.close();
  }

  @Test
  void nobody_waits_for_one_that_is_gone_and_it_is_found_when_it_is_back() throws Exception {
    provider.changes.put(DISCOVERY, _ -> "<html>starting</html>");
    for (int i = 0; i < 5; i++) {
      assertThat(browser.follow(OidcSignIn.START)).endsWith(AWAY);
    }
    assertThat(provider.asked(DISCOVERY)).isEqualTo(1);

    provider.changes.clear();
    clock.advance(Duration.ofSeconds(5));

    assertThat(browser.signIn()).endsWith("/studio/");
  }

  @Test
  void one_that_listens_and_says_nothing_is_given_up() throws Exception {
    browser.close();
    server.close();
    try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      open("http://127.0.0.1:" + silent.getLocalPort(), SOON);

      assertThat(browser.follow(OidcSignIn.START)).endsWith(AWAY);
    }
    clock.advance(Duration.ofMinutes(1));
    assertThat(browser.follow(OidcSignIn.START)).endsWith(AWAY);
  }

  @Test
  void one_that_hangs_when_it_is_given_the_code_is_given_up() throws Exception {
    var over = new CountDownLatch(1);
    browser.close();
    server.close();
    open(provider.issuer(), Duration.ofSeconds(3));
    String callback = browser.follow(browser.follow(OidcSignIn.START));
    provider.changes.put(
        "/token",
        text -> {
          try {
            boolean _ = over.await(30, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return text;
        });

    assertThat(browser.follow(callback)).endsWith(AWAY);
    over.countDown();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "",
        "{}",
        "{\"issuer\":\"http://127.0.0.1:1\"}",
        "ISSUER/",
        "ftp://x",
        "https:/nowhere"
      })
  void a_discovery_document_that_says_something_else_is_not_followed(String document)
      throws Exception {
    provider.changes.put(
        DISCOVERY,
        text ->
            switch (document) {
              case "ISSUER/" -> text.replace("\"issuer\":\"" + provider.issuer(), "\"issuer\":\"x");
              case "ftp://x", "https:/nowhere" ->
                  text.replace(provider.issuer() + "/token", document);
              default -> document;
            });

    assertThat(browser.follow(OidcSignIn.START)).endsWith(AWAY);
  }

  @ParameterizedTest
  @ValueSource(strings = {DISCOVERY, "/jwks", "/token"})
  void no_answer_is_read_beyond_its_bound(String path) throws Exception {
    provider.changes.put(
        path, text -> text.replace("{", "{\"x\":\"" + "y".repeat(1 << 20) + "\","));

    String first = browser.follow(OidcSignIn.START);

    assertThat(path.equals(DISCOVERY) ? first : browser.follow(browser.follow(first)))
        .endsWith(AWAY);
  }

  @Test
  void keys_that_cannot_be_read_are_the_providers_fault() throws Exception {
    provider.changes.put("/jwks", _ -> "{\"keys\":[{\"kty\":\"?\"}]");

    assertThat(browser.signIn()).endsWith(AWAY);
  }

  @Test
  void what_was_known_is_good_for_a_day_while_the_provider_is_away() throws Exception {
    assertThat(browser.signIn()).endsWith("/studio/");
    provider.changes.put(DISCOVERY, _ -> "none");
    provider.changes.put("/jwks", _ -> "none");
    clock.advance(Duration.ofHours(2));
    assertThat(browser.signIn()).endsWith("/studio/");

    clock.advance(Duration.ofHours(23));

    assertThat(browser.follow(OidcSignIn.START)).endsWith(AWAY);
  }
}
