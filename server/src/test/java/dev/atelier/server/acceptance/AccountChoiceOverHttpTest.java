package dev.atelier.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.metering.key.Scope;
import dev.atelier.server.PrintedCommand;
import dev.atelier.testkit.ScriptedHttp;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Why a job is at the account where it is, as an operator reads it and nobody else does. */
@Timeout(120)
class AccountChoiceOverHttpTest {
  private static final String LIMITED =
      "{\"error\":{\"code\":\"rate_limit_exceeded\",\"message\":\"slow down\"}}";
  private static final String FOX =
      "{\"model\":\"gpt-image-2\",\"prompt\":\"fox\",\"size\":\"1024x640\"}";

  @TempDir private Path directory;

  @Test
  void each_call_and_each_wait_is_explained_to_the_operator_alone() throws Exception {
    try (var limited =
            ScriptedHttp.start((_, reply) -> reply.json(429, LIMITED, "Retry-After", "600"));
        var studio = LiveServer.start();
        var server = LiveServer.start(Map.of("data", directory.resolve("data").toString()))) {
      add(server, "limited", limited.uri() + "/v1", "\"tier\":\"plus\"");
      add(server, "studio", studio.uri("/v1").toString(), "\"tier\":\"pro\"");
      add(server, "asleep", studio.uri("/v1").toString(), "\"tier\":\"team\"");
      add(server, "flare", studio.uri("/v1").toString(), "\"models\":[\"gpt-image-2.5-flare\"]");
      assertThat(server.postJson("/api/v1/accounts/asleep/pause", "").statusCode()).isEqualTo(200);

      HttpResponse<String> made = server.postJson("/v1/images/generations", FOX);
      assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
      String job = made.headers().firstValue("x-atelier-job").orElseThrow();
      JsonNode attempts = job(server, job).path("attempts");
      assertThat(lines(attempts.path(0).path("choice")))
          .containsExactly(
              "chosen: of 2 free, tier plus first",
              "studio: free, but tier pro comes after tier plus",
              "asleep: paused by the operator",
              "sandbox: leaves gpt-image-2 to accounts that cost money",
              "flare: does not make gpt-image-2");
      assertThat(lines(attempts.path(1).path("choice")))
          .containsExactlyInAnyOrder(
              "chosen: the only one free",
              "limited: failed this job already",
              "asleep: paused by the operator",
              "sandbox: leaves gpt-image-2 to accounts that cost money",
              "flare: does not make gpt-image-2");
      assertThat(shown(job)).contains("chosen: of 2 free, tier plus first; studio: free, but");

      server.postJson("/api/v1/accounts/studio/pause", "");
      HttpResponse<String> queued = server.postJson("/v1/images/generations/async", FOX);
      String waiting = queued.headers().firstValue("x-atelier-job").orElseThrow();
      assertThat(lines(job(server, waiting).path("waiting")))
          .startsWith("waiting: no account can take gpt-image-2/generation now")
          .contains("studio: paused by the operator")
          .anyMatch(line ->
              line.matches(
                  "limited: resting until \\d\\d:\\d\\d:\\d\\d UTC after 429 .*rate_limit_exceeded.*"));
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> shown(waiting).contains("waiting: no account can take"));

      String customer = server.key(Set.of(Scope.READ, Scope.GENERATE), Optional.empty());
      for (String id : List.of(job, waiting)) {
        HttpResponse<String> told =
            server.send(
                server
                    .request("/api/v1/jobs/" + id)
                    .setHeader("Authorization", "Bearer " + customer)
                    .GET());
        assertThat(told.statusCode()).isEqualTo(200);
        assertThat(told.body()).doesNotContain("choice", "waiting", "studio");
      }
      assertThat(made.body()).doesNotContain("studio", "chosen");
    }
  }

  private static void add(LiveServer server, String name, String url, String more) {
    HttpResponse<String> added =
        server.postJson(
            "/api/v1/accounts",
            "{\"name\":\"%s\",\"provider\":\"openai\",\"base_url\":\"%s\",\"secret\":\"%s\",%s}"
                .formatted(name, url, LiveServer.ADMIN_KEY, more));
    assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
  }

  private static JsonNode job(LiveServer server, String id) {
    return JsonMapper.shared().readTree(server.get("/api/v1/jobs/" + id).body());
  }

  private static List<String> lines(JsonNode array) {
    var lines = new ArrayList<String>();
    array.forEach(line -> lines.add(line.stringValue()));
    return lines;
  }

  private String shown(String job) {
    return PrintedCommand.textOf(
        List.of("jobs", "show", job, "--data", directory.resolve("data").toString()));
  }
}
