package dev.atelier.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Permissions;
import dev.atelier.metering.key.Scope;
import dev.atelier.provider.FakeProvider;
import dev.atelier.queue.JobState;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever has an answer already is told so, and nothing else (RFC 9110, section 13). */
@Timeout(120)
class EntityTagsTest {
  private static final String MODELS = "/v1/models";

  @TempDir Path directory;

  @Test
  void a_job_has_a_new_tag_whenever_something_is_new() throws Exception {
    var held = new Held();
    try (var server = ApiServer.start(directory, s -> s.with(FakeProvider.paid().answers(held)))) {
      String key = server.key(TenantId.DEFAULT, Set.of(Scope.READ));
      JobId job = JobId.parse(server.post("/api/v1/jobs", "{\"prompt\":\"fox\"}").text("/id"));
      String path = "/api/v1/jobs/" + job;
      held.awaitBegun();
      String running = tag(get(server, path, key));
      assertThat(get(server, path, key, running).status()).isEqualTo(304);
      held.release();
      await().atMost(Duration.ofSeconds(30)).until(() -> server.state(job) == JobState.SUCCEEDED);

      Reply done = get(server, path, key, running);
      assertThat(done.status()).isEqualTo(200);
      assertThat(done.text("/state")).isEqualTo("succeeded");
      Reply same = get(server, path, key, "\"other\", " + tag(done));
      assertThat(same.status()).isEqualTo(304);
      assertThat(same.body()).isEmpty();
      assertThat(same.header("ETag")).contains(tag(done));

      server.clock.advance(Duration.ofHours(3)); // an eighth of the time that links work
      Reply later = get(server, path, key, tag(done));
      assertThat(later.status()).isEqualTo(200);
      assertThat(later.text("/images/0/url")).isNotEqualTo(done.text("/images/0/url"));

      String picture = "/api/v1/artifacts/" + done.text("/images/0/artifact");
      assertThat(server.send(server.request(picture).DELETE()).status()).isLessThan(300);
      Reply without = get(server, path, key, tag(later));
      assertThat(without.status()).isEqualTo(200);
      assertThat(without.text("/images/0/url")).isEmpty();
    }
  }

  @Test
  void a_tag_opens_nothing() throws Exception {
    try (var server = ApiServer.start(directory)) {
      String path =
          "/api/v1/jobs/" + server.post("/api/v1/jobs", "{\"prompt\":\"fox\"}").text("/id");
      String tag = tag(get(server, path, server.key(TenantId.DEFAULT, Set.of(Scope.READ))));
      String stranger = server.key(new TenantId("other"), Set.of(Scope.READ));

      assertThat(get(server, path, stranger, tag).status()).isEqualTo(404);
      assertThat(get(server, path, stranger, "*").status()).isEqualTo(404);
      assertThat(get(server, path, "atl_unknown", tag).status()).isEqualTo(401);
    }
  }

  @Test
  void what_only_operators_see_has_no_tag() throws Exception {
    try (var server = ApiServer.start(directory)) {
      String path =
          "/api/v1/jobs/" + server.post("/api/v1/jobs", "{\"prompt\":\"fox\"}").text("/id");

      Reply told = get(server, path, server.key(), "*");

      assertThat(told.status()).isEqualTo(200);
      assertThat(told.header("ETag")).isEmpty();
      assertThat(told.json().has("attempts")).isTrue();
    }
  }

  @Test
  void lists_of_models_have_a_tag_for_what_they_show() throws Exception {
    try (var server = ApiServer.start(directory)) {
      Reply all = get(server, MODELS, server.key());
      Reply again = get(server, MODELS, server.key(), "W/" + tag(all));
      String bound =
          server.key(
              TenantId.DEFAULT,
              Set.of(Scope.READ),
              new Permissions(Set.of("gpt-image-2.5-flare"), Set.of()));
      Reply other = get(server, MODELS, bound, tag(all));

      assertThat(again.status()).isEqualTo(304);
      assertThat(again.body()).isEmpty();
      assertThat(other.status()).isEqualTo(200);
      assertThat(other.body()).contains("gpt-image-2.5-flare").isNotEqualTo(all.body());
      assertThat(get(server, MODELS, bound, tag(other)).status()).isEqualTo(304);
      assertThat(get(server, MODELS, server.key()).body()).isEqualTo(all.body());
    }
  }

  private static String tag(Reply reply) {
    return reply.header("ETag").orElseThrow();
  }

  private static Reply get(ApiServer server, String path, String key, String... known)
      throws Exception {
    HttpRequest.Builder request = server.request(path).setHeader("Authorization", "Bearer " + key);
    for (String tags : known) {
      request.header("If-None-Match", tags);
    }
    return server.send(request);
  }
}
