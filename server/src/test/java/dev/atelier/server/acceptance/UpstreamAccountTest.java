package dev.atelier.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.testkit.ScriptedHttp;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An account as its operator sees it, and what becomes of the work of one that does not answer. */
class UpstreamAccountTest {
  private LiveServer upstream;
  private LiveServer server;

  @BeforeEach
  void start() {
    upstream = LiveServer.start();
    server = LiveServer.start();
    add("");
  }

  @AfterEach
  void close() {
    server.close();
    upstream.close();
  }

  @Test
  void an_account_is_shown_tested_paused_and_removed_and_its_secret_never() {
    JsonNode account = json(server.get("/api/v1/accounts/loop"));
    assertThat(account.path("state").asString()).isEqualTo("ready");
    assertThat(account.path("serves").toString()).contains("gpt-image-2");
    assertThat(account.toString()).doesNotContain(LiveServer.ADMIN_KEY);
    assertThat(json(server.postJson("/api/v1/accounts/loop/test", "")).path("works").asBoolean())
        .isTrue();
    server.postJson("/api/v1/accounts/loop/pause", "");
    assertThat(json(server.get("/api/v1/accounts/loop")).path("state").asString())
        .isEqualTo("paused");
    server.postJson("/api/v1/accounts/loop/resume", "");
    assertThat(server.send(server.request("/api/v1/accounts/loop").DELETE()).statusCode())
        .isEqualTo(204);
    assertThat(server.get("/api/v1/accounts/loop").statusCode()).isEqualTo(404);
  }

  @Test
  void a_test_makes_an_image_only_where_spending_is_asked_for() {
    server.postJson("/api/v1/accounts/loop/test", "");
    assertThat(upstream.jobs()).isEmpty();

    JsonNode made = json(server.postJson("/api/v1/accounts/loop/test", "{\"spend\":true}"));
    assertThat(made.path("works").asBoolean()).as(made.toString()).isTrue();
    assertThat(made.path("evidence").asString()).contains("gpt-image-2", "bytes");
    assertThat(upstream.jobs()).hasSize(1);
    assertThat(upstream.jobs().getFirst().request().order().output().quality()).hasToString("low");
    assertThat(server.jobs()).isEmpty();

    HttpResponse<String> wrong =
        server.postJson("/api/v1/accounts/loop/test", "{\"spend\":true,\"model\":\"nothing\"}");
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(wrong.body()).contains("gpt-image-2");
  }

  @Test
  void a_wrong_account_is_refused_by_its_field() {
    HttpResponse<String> answer =
        server.postJson(
            "/api/v1/accounts",
            "{\"name\":\"x\",\"provider\":\"nobody\",\"base_url\":\"http://127.0.0.1:1/v1\"}");
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("provider");
  }

  @Test
  void an_http_that_there_is_none_of_is_refused() {
    HttpResponse<String> answer =
        server.postJson("/api/v1/accounts", account("3", upstream.uri("/v1")));
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("http must be 1 or 2");
  }

  @Test
  void http_2_is_not_given_up_for_a_server_without_it() {
    try (var old = ScriptedHttp.start((_, reply) -> reply.json(200, "{\"data\":[]}"))) {
      server.postJson("/api/v1/accounts", account("2", old.uri()));
      JsonNode test = json(server.postJson("/api/v1/accounts/other/test", ""));
      assertThat(test.path("works").asBoolean()).isFalse();
      assertThat(test.path("evidence").asString()).contains("no-http-2");
      assertThat(old.received()).extracting(ScriptedHttp.Received::method).doesNotContain("GET");
    }
  }

  @Test
  void the_sandbox_is_no_fallback_and_a_dead_upstream_is_told() {
    upstream.close();
    HttpResponse<String> answer =
        server.postJson(
            "/v1/images/generations", "{\"prompt\":\"a red fox\",\"size\":\"1024x1024\"}");
    assertThat(answer.statusCode()).as(answer.body()).isGreaterThanOrEqualTo(429);
    upstream = LiveServer.start();
  }

  @Test
  void a_wrong_key_benches_the_account_with_its_evidence() {
    server.send(server.request("/api/v1/accounts/loop").DELETE());
    add("-wrong");
    server.postJson("/v1/images/generations", "{\"prompt\":\"a red fox\",\"size\":\"1024x1024\"}");
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> {
          JsonNode account = json(server.get("/api/v1/accounts/loop"));
          assertThat(account.path("state").asString()).isEqualTo("resting");
          assertThat(account.path("cooldowns").path(0).path("evidence").asString())
              .contains("401")
              .doesNotContain(LiveServer.ADMIN_KEY);
        });
  }

  private static String account(String http, URI base) {
    return JsonMapper.shared()
        .writeValueAsString(
            Map.of(
                "name",
                "other",
                "provider",
                "openai",
                "base_url",
                base.toString(),
                "options",
                Map.of("http", http)));
  }

  private void add(String keySuffix) {
    HttpResponse<String> added =
        server.postJson(
            "/api/v1/accounts",
            JsonMapper.shared()
                .writeValueAsString(
                    Map.of(
                        "name",
                        "loop",
                        "provider",
                        "openai",
                        "base_url",
                        upstream.uri("/v1").toString(),
                        "secret",
                        LiveServer.ADMIN_KEY + keySuffix)));
    assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return JsonMapper.shared().readTree(answer.body());
  }
}
