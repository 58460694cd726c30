package dev.atelier.api.seaart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Held;
import dev.atelier.api.Reply;
import dev.atelier.api.read.JobIdFormat;
import dev.atelier.image.Blocked;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Scope;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.FakeProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of a task. */
@Timeout(120)
class TasksTest {
  private static final String FOX = "{\"prompt\":\"A red fox\",\"size\":\"1024x640\"}";
  private static final String QUEUE = "/v1/queue/gpt_image_2";
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"/v1/queue/gpt_image_2", "/model/v1/queue/gpt_image_2"})
  void a_task_goes_from_queue_over_progress_to_its_pictures(String path) throws Exception {
    var first = new Held();
    var second = new Held();
    var upstream = FakeProvider.paid().answers(first, second);
    try (var server = start(upstream, 1)) {
      server.post(path, FOX);
      first.awaitBegun();
      Reply created = server.post(path, FOX.replace("}", ",\"n\":2,\"output_format\":\"webp\"}"));

      assertThat(created.status()).isEqualTo(200);
      assertThat(created.json().propertyNames())
          .containsExactly(
              "request_id", "response_url", "status_url", "cancel_url", "queue_position");
      String id = created.text("/request_id");
      assertThat(id).matches("mmsu_[0-9a-hjkmnp-tv-z]{26}");
      String task = server.uri(path + "/requests/" + id).toString();
      assertThat(created.text("/response_url")).isEqualTo(task + "/response");
      assertThat(created.text("/status_url")).isEqualTo(task + "/status");
      assertThat(created.text("/cancel_url")).isEqualTo(task + "/cancel");

      Reply queued = server.get(task + "/status");
      assertThat(queued.status()).isEqualTo(200);
      assertThat(queued.body())
          .isEqualTo(
              "{\"status\":\"IN_QUEUE\",\"request_id\":\"%s\",\"queue_position\":0,\"response_url\":\"%s/response\"}"
                  .formatted(id, task));
      assertThat(server.get(task + "/response").status()).isEqualTo(202);

      first.release();
      second.awaitBegun();
      Reply running = server.get(task + "/response");
      assertThat(running.status()).isEqualTo(202);
      assertThat(running.body())
          .isEqualTo(
              "{\"status\":\"IN_PROGRESS\",\"request_id\":\"%s\",\"response_url\":\"%s/response\"}"
                  .formatted(id, task));

      server.clock.advance(Duration.ofMillis(2_500));
      second.release();
      Reply completed = ended(server, task);
      assertThat(completed.json().has("error")).isFalse();
      assertThat(completed.json().at("/metrics/inference_time").doubleValue()).isEqualTo(2.5);

      Reply result = server.get(task + "/response");
      assertThat(result.status()).isEqualTo(200);
      assertThat(result.json().propertyNames())
          .containsExactly("request_id", "outputs", "metadata");
      assertThat(result.text("/metadata/prompt")).isEqualTo("A red fox");
      assertThat(result.json().path("outputs")).hasSize(2);
      for (int i = 0; i < 2; i++) {
        var output = result.json().path("outputs").get(i);
        assertThat(output.path("type").stringValue()).isEqualTo("image");
        assertThat(output.path("content_type").stringValue()).isEqualTo("image/webp");
        assertThat(output.path("file_name").stringValue()).isEqualTo("output-" + i + ".webp");
        assertThat(output.path("file_size").longValue()).isPositive();
        assertThat(output.path("width").intValue()).isEqualTo(1024);
        assertThat(output.path("height").intValue()).isEqualTo(640);
        assertThat(server.image(output.path("url").stringValue())).isPresent();
      }
    }
  }

  @Test
  void the_position_in_the_queue_is_the_true_one() throws Exception {
    var first = new Held();
    try (var server = start(FakeProvider.paid().answers(first), 1)) {
      server.post(QUEUE, FOX);
      first.awaitBegun();

      assertThat(server.post(QUEUE, FOX).json().path("queue_position").intValue()).isZero();
      assertThat(server.post(QUEUE, FOX).json().path("queue_position").intValue()).isEqualTo(1);
      first.release();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Key", "kEy", "bearer"})
  void a_key_may_come_as_key_all_the_way(String scheme) throws Exception {
    try (var server = ApiServer.start(directory)) {
      String key = scheme + " " + server.key;
      Reply created = server.send(server.json(QUEUE, FOX).setHeader("Authorization", key));
      assertThat(created.status()).isEqualTo(200);
      ended(server, task(created));

      var asked = server.request(task(created) + "/response").setHeader("Authorization", key);
      assertThat(server.send(asked).json().path("outputs")).hasSize(1);
      var cancel =
          server
              .request(task(created) + "/cancel")
              .setHeader("Authorization", key)
              .PUT(java.net.http.HttpRequest.BodyPublishers.noBody());
      assertThat(server.send(cancel).status()).isEqualTo(400);
    }
  }

  @Test
  void a_failed_task_is_completed_with_an_error() throws Exception {
    var refused =
        new AttemptOutcome.Refused("policy", Optional.of(Blocked.Stage.OUTPUT), List.of("sexual"));
    try (var server = start(FakeProvider.paid().answers(FakeProvider.Answer.of(refused)), 1)) {
      Reply created = server.post(QUEUE, FOX);
      Reply failed = ended(server, task(created));

      assertThat(failed.status()).isEqualTo(200);
      assertThat(failed.text("/error"))
          .isEqualTo("The generated image was rejected by content moderation: sexual");
      assertThat(failed.text("/error_type")).isEqualTo("REQUEST_INVALID");
      assertThat(failed.json().has("metrics")).isFalse();
      Reply result = server.get(created.text("/response_url"));
      assertThat(result.status()).isEqualTo(422);
      assertThat(result.text("/detail")).contains("moderation");
      assertThat(server.charges(JobIdFormat.parse(created.text("/request_id")).orElseThrow()))
          .isEmpty();
    }
  }

  @Test
  void a_failed_upstream_is_a_runtime_failure() throws Exception {
    var cut = new AttemptOutcome.Unknown("the line was cut");
    try (var server = start(FakeProvider.paid().answers(FakeProvider.Answer.of(cut)), 1)) {
      Reply created = server.post(QUEUE, FOX);

      assertThat(ended(server, task(created)).text("/error_type")).isEqualTo("INFERENCE_FAILURE");
      Reply result = server.get(created.text("/response_url"));
      assertThat(result.status()).isEqualTo(502);
      assertThat(result.body()).isEqualTo("{\"detail\":\"Runtime execution failed\"}");
    }
  }

  @Test
  void what_was_made_is_delivered_and_charged_even_if_some_pictures_failed() throws Exception {
    FakeProvider.Answer two =
        (provider, call, results) -> {
          provider.deliver(call, 0, results);
          provider.deliver(call, 2, results);
          return AttemptOutcome.Succeeded.ALL;
        };
    var no = new AttemptOutcome.Refused("no", Optional.empty(), List.of());
    var upstream = FakeProvider.paid().answers(two, FakeProvider.Answer.of(no));
    try (var server = start(upstream, 1)) {
      Reply created = server.post(QUEUE, FOX.replace("}", ",\"n\":3}"));

      assertThat(ended(server, task(created)).json().has("error")).isFalse();
      Reply result = server.get(created.text("/response_url"));
      assertThat(result.json().path("outputs")).hasSize(2);
      assertThat(result.text("/outputs/1/file_name")).isEqualTo("output-2.png");
      assertThat(server.charges(JobIdFormat.parse(created.text("/request_id")).orElseThrow()))
          .hasSize(2);
    }
  }

  @Test
  void a_queued_task_can_be_cancelled_and_so_can_a_running_one() throws Exception {
    var first = new Held();
    try (var server = start(FakeProvider.paid().answers(first), 1)) {
      Reply running = server.post(QUEUE, FOX);
      first.awaitBegun();
      Reply queued = server.post(QUEUE, FOX);

      for (Reply task : List.of(queued, running)) {
        Reply cancelled = server.put(task.text("/cancel_url"));
        assertThat(cancelled.status()).isEqualTo(202);
        assertThat(cancelled.body()).isEqualTo("{\"status\":\"CANCELLATION_REQUESTED\"}");
        Reply status = ended(server, task(task));
        assertThat(status.text("/error")).isEqualTo("Task was cancelled");
        assertThat(status.text("/error_type")).isEqualTo("CANCELLED");
        Reply result = server.get(task.text("/response_url"));
        assertThat(result.status()).isEqualTo(409);
        assertThat(result.body()).isEqualTo("{\"detail\":\"Task was cancelled\"}");
        Reply again = server.put(task.text("/cancel_url"));
        assertThat(again.status()).isEqualTo(400);
        assertThat(again.body()).isEqualTo("{\"status\":\"ALREADY_COMPLETED\"}");
      }
      first.release();
    }
  }

  @Test
  void a_finished_task_cannot_be_cancelled() throws Exception {
    try (var server = ApiServer.start(directory)) {
      Reply created = server.post(QUEUE, FOX);
      ended(server, task(created));

      assertThat(server.put(created.text("/cancel_url")).status()).isEqualTo(400);
      assertThat(server.get(created.text("/response_url")).status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "mmsu_01k9w3m8q5v7f2c4n6t8x0z1ab", "mmsu_%20%C3%A9", "1-1-1-1-1"})
  void unknown_and_malformed_ids_are_not_found(String id) throws Exception {
    try (var server = ApiServer.start(directory)) {
      assertNotFound(server, QUEUE + "/requests/" + id);
    }
  }

  @Test
  void a_task_is_not_found_at_the_other_endpoint() throws Exception {
    try (var server = ApiServer.start(directory)) {
      String id = server.post(QUEUE, FOX).text("/request_id");

      assertNotFound(server, "/v1/queue/gpt_image_2_edit/requests/" + id);
      assertThat(server.get(QUEUE + "/requests/" + id + "/status").status()).isEqualTo(200);
    }
  }

  @Test
  void a_task_of_another_tenant_is_not_found() throws Exception {
    try (var server = ApiServer.start(directory)) {
      String task = task(server.post(QUEUE, FOX));
      String stranger = server.key(new TenantId("stranger"), Scope.all());
      var request = server.request(task + "/status").setHeader("Authorization", "Key " + stranger);

      Reply reply = server.send(request);

      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.body()).isEqualTo("{\"detail\":\"Request not found\"}");
    }
  }

  @Test
  void an_idempotency_key_makes_one_task() throws Exception {
    try (var server = ApiServer.start(directory)) {
      String one = server.send(keyed(server, FOX)).text("/request_id");
      String same = server.send(keyed(server, FOX)).text("/request_id");
      Reply other = server.send(keyed(server, FOX.replace("fox", "cat")));

      assertThat(same).isEqualTo(one);
      assertThat(other.status()).isEqualTo(409);
      assertThat(server.jobs()).isEqualTo(1);
    }
  }

  @Test
  void a_key_that_may_only_read_creates_nothing() throws Exception {
    try (var server = ApiServer.start(directory)) {
      String reader = server.key(TenantId.DEFAULT, Set.of(Scope.READ));

      Reply reply =
          server.send(server.json(QUEUE, FOX).setHeader("Authorization", "Bearer " + reader));

      assertThat(reply.status()).isEqualTo(403);
      assertThat(reply.text("/detail")).contains("generate");
    }
  }

  private static java.net.http.HttpRequest.Builder keyed(ApiServer server, String json) {
    return server.json(QUEUE, json).header("Idempotency-Key", "order-1");
  }

  private static void assertNotFound(ApiServer server, String task) throws Exception {
    for (String part : List.of("/status", "/response")) {
      Reply reply = server.get(task + part);
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.body()).isEqualTo("{\"detail\":\"Request not found\"}");
    }
    Reply cancel = server.put(task + "/cancel");
    assertThat(cancel.status()).isEqualTo(404);
    assertThat(cancel.body()).isEqualTo("{\"status\":\"NOT_FOUND\"}");
  }

  private static String task(Reply created) {
    return created.text("/status_url").replace("/status", "");
  }

  private static Reply ended(ApiServer server, String task) {
    return await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> server.get(task + "/status"),
            status -> status.text("/status").equals("COMPLETED"));
  }

  private ApiServer start(FakeProvider upstream, int concurrency) throws Exception {
    return ApiServer.start(directory, s -> s.with(upstream).withConcurrency(concurrency));
  }
}
