package dev.atelier.api.atelier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Reply;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Scope;
import dev.atelier.metering.session.SessionSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SessionTest {
  private static final String SESSION = "/api/v1/session";
  private static final String JOBS = "/api/v1/jobs";
  private static final String ORDER = "{\"prompt\":\"a red fox\"}";

  @TempDir Path directory;
  private ApiServer server;
  private PageClient page;

  @BeforeEach
  void start() throws Exception {
    server = ApiServer.start(directory);
    page = new PageClient(server);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void whoever_signs_in_gets_a_cookie_that_stands_for_the_key() throws Exception {
    Reply signedIn = page.signIn(server.key());

    assertThat(signedIn.status()).isEqualTo(201);
    assertThat(signedIn.header("Set-Cookie").orElseThrow())
        .matches(
            "atelier_session=[A-Za-z0-9_-]{43}; Path=/api/v1; Max-Age=43200; HttpOnly;"
                + " SameSite=Strict");
    assertThat(signedIn.header("Cache-Control")).contains("no-store");
    assertThat(signedIn.body()).doesNotContain(server.key());
    assertThat(signedIn.json().path("scopes").toString())
        .isEqualTo("[\"generate\",\"read\",\"admin\"]");
    assertThat(page.post(JOBS, ORDER).status()).isEqualTo(202);
    assertThat(page.get(SESSION).json()).isEqualTo(signedIn.json());
    assertThat(page.get("/api/v1/tenants").status()).isEqualTo(200);
  }

  @Test
  void the_cookie_is_marked_secure_behind_tls() throws Exception {
    Reply signedIn = page.with("X-Forwarded-Proto", "https").signIn(server.key());

    assertThat(signedIn.header("Set-Cookie").orElseThrow()).endsWith("; Secure");
  }

  @Test
  void a_session_may_do_what_its_key_may() throws Exception {
    String reader = server.key(TenantId.DEFAULT, EnumSet.of(Scope.READ));
    Reply signedIn = page.signIn(reader);

    assertThat(signedIn.json().path("scopes").toString()).isEqualTo("[\"read\"]");
    assertThat(signedIn.json().path("operator").booleanValue()).isFalse();
    assertThat(page.get(JOBS).status()).isEqualTo(200);
    Client.assertProblem(page.post(JOBS, ORDER), 403, "forbidden");
  }

  @Test
  void a_wrong_key_begins_nothing() throws Exception {
    Reply refused = page.signIn("atl_nobody-has-this-one");

    Client.assertProblem(refused, 401, "unknown-key");
    assertThat(refused.header("Set-Cookie")).isEmpty();
  }

  @Test
  void another_page_gets_nowhere_with_the_cookie() throws Exception {
    page.signIn(server.key());

    for (PageClient other :
        java.util.List.of(
            page.with("Origin", "https://evil.example"),
            page.with("Origin", "null"),
            page.with("Origin", "http://127.0.0.1:1"),
            page.with("Origin", ""),
            page.with("x-atelier-page", ""),
            page.with("Sec-Fetch-Site", "cross-site"),
            page.with("Sec-Fetch-Site", "same-site"),
            page.with("Sec-Fetch-Site", "none"))) {
      Client.assertProblem(other.post(JOBS, ORDER), 401, "missing-key");
      Client.assertProblem(other.delete(SESSION), 401, "missing-key");
    }
    for (String site : new String[] {"cross-site", "same-site"}) {
      Client.assertProblem(page.with("Sec-Fetch-Site", site).get(JOBS), 401, "missing-key");
    }
    Client.assertProblem(page.with("Origin", "https://evil.example").get(JOBS), 401, "missing-key");
    assertThat(page.get(JOBS).status()).isEqualTo(200);
  }

  @Test
  void a_browser_that_says_so_is_believed_whatever_a_proxy_did_to_the_host() throws Exception {
    page.signIn(server.key());
    PageClient proxied =
        page.with("Origin", "https://studio.example").with("Sec-Fetch-Site", "same-origin");

    assertThat(proxied.post(JOBS, ORDER).status()).isEqualTo(202);
  }

  @Test
  void another_page_cannot_sign_a_browser_in() throws Exception {
    Reply refused = page.with("Origin", "https://evil.example").signIn(server.key());

    Client.assertProblem(refused, 403, "forbidden");
    assertThat(refused.header("Set-Cookie")).isEmpty();
  }

  @Test
  void pages_of_other_origins_may_not_use_the_route_at_all() throws Exception {
    Reply asked =
        server.send(
            server
                .request(SESSION)
                .header("Origin", "https://app.example")
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", java.net.http.HttpRequest.BodyPublishers.noBody()));

    assertThat(asked.header("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void a_session_ends_with_its_key() throws Exception {
    String key = server.key(TenantId.DEFAULT, Scope.all());
    String id = page.signIn(key).text("/key");
    assertThat(page.get(JOBS).status()).isEqualTo(200);

    server.post("/api/v1/keys/" + id + "/revoke", "{}");

    Client.assertProblem(page.get(JOBS), 401, "unknown-key");
  }

  @Test
  void a_session_ends_when_its_time_is_over_however_much_it_is_used() throws Exception {
    page.signIn(server.key());
    for (int hours = 0; hours < 9; hours += 3) {
      server.clock.advance(Duration.ofHours(3));
      assertThat(page.get(JOBS).status()).isEqualTo(200);
    }
    server.clock.advance(Duration.ofHours(3).minusSeconds(1));
    assertThat(page.get(JOBS).status()).isEqualTo(200);

    server.clock.advance(Duration.ofSeconds(2));

    Client.assertProblem(page.get(JOBS), 401, "missing-key");
  }

  @Test
  void a_session_that_nobody_uses_ends_before() throws Exception {
    page.signIn(server.key());

    server.clock.advance(SessionSettings.DEFAULT.idle().plusSeconds(1));

    Client.assertProblem(page.get(JOBS), 401, "missing-key");
  }

  @Test
  void browsers_of_a_key_are_seen_and_signed_out_by_its_holder() throws Exception {
    String key = server.key(TenantId.DEFAULT, EnumSet.of(Scope.READ));
    page.signIn(key);
    var other = new PageClient(server);
    other.signIn(key);
    new PageClient(server).signIn(server.key());

    Reply listed = page.get("/api/v1/sessions");
    assertThat(listed.json().path("data").size()).isEqualTo(2);
    String theirs =
        listed
            .json()
            .path("data")
            .valueStream()
            .filter(one -> !one.path("current").booleanValue())
            .findFirst()
            .orElseThrow()
            .path("id")
            .stringValue();

    assertThat(page.delete("/api/v1/sessions/" + theirs).status()).isEqualTo(204);
    Client.assertProblem(other.get(JOBS), 401, "missing-key");
    assertThat(page.get(JOBS).status()).isEqualTo(200);
  }

  @Test
  void an_administrator_signs_others_of_the_tenant_out_and_that_is_written_down() throws Exception {
    page.signIn(server.key());
    var other = new PageClient(server);
    other.signIn(server.key(TenantId.DEFAULT, EnumSet.of(Scope.READ)));
    String id = other.get("/api/v1/sessions").text("/data/0/id");
    var stranger = new PageClient(server);
    stranger.signIn(server.key(new TenantId("stranger"), Scope.all()));

    Client.assertProblem(stranger.delete("/api/v1/sessions/" + id), 404, "not-found");
    assertThat(stranger.get("/api/v1/sessions?tenant=default").json().path("data")).isEmpty();
    assertThat(page.delete("/api/v1/sessions/" + id).status()).isEqualTo(204);

    Client.assertProblem(other.get(JOBS), 401, "missing-key");
    assertThat(page.get("/api/v1/audit?limit=1").text("/data/0/act")).isEqualTo("session.end");
  }

  @Test
  void signing_out_ends_the_session_and_takes_the_cookie_back() throws Exception {
    page.signIn(server.key());

    Reply out = page.delete(SESSION);

    assertThat(out.status()).isEqualTo(204);
    assertThat(out.header("Set-Cookie").orElseThrow()).startsWith("atelier_session=; ");
    assertThat(out.header("Set-Cookie").orElseThrow()).contains("Max-Age=0");
    Client.assertProblem(page.get(JOBS), 401, "missing-key");
  }

  @Test
  void every_session_has_a_cookie_of_its_own() throws Exception {
    var cookies = new HashSet<String>();
    for (int i = 0; i < 50; i++) {
      cookies.add(page.signIn(server.key()).header("Set-Cookie").orElseThrow());
    }

    assertThat(cookies).hasSize(50);
  }

  @Test
  void the_cookie_is_good_for_this_api_alone() throws Exception {
    page.signIn(server.key());

    assertThat(page.get("/v1/models").status()).isEqualTo(401);
    assertThat(page.post("/v1/images/generations", ORDER).status()).isEqualTo(401);
  }
}
