package dev.atelier.api.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Held;
import dev.atelier.api.Reply;
import dev.atelier.api.read.JobIdFormat;
import dev.atelier.image.Blocked;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Scope;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.FakeProvider;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Requests whose results are fetched later (sub2api, asynchronous image tasks). */
@Timeout(120)
class TasksTest {
  private static final String GENERATIONS = "/v1/images/generations/async";
  private static final String EDITS = "/v1/images/edits/async";
  private static final String FOX =
      "{\"prompt\":\"A red fox\",\"size\":\"1024x640\",\"quality\":\"low\"}";
  private static final String INVALID = "invalid_request_error";
  private static final byte[] PNG = Images.png(64, 48);
  @TempDir Path directory;

  @Test
  void a_submission_is_answered_before_its_picture_is_made() throws Exception {
    var held = new Held();
    try (var server = start(FakeProvider.paid().answers(held))) {
      Reply reply = server.post(GENERATIONS, FOX);
      held.awaitBegun();

      assertThat(reply.status()).as(reply.body()).isEqualTo(202);
      String id = reply.text("/task_id");
      assertThat(id).matches("imgtask_[0-9a-hjkmnp-tv-z]{26}");
      long now = server.clock.instant().getEpochSecond();
      assertThat(reply.body())
          .isEqualTo(
              """
              {"id":"%1$s","task_id":"%1$s","object":"image.generation.task",\
              "status":"processing","created_at":%2$s,"expires_at":%3$s,\
              "poll_url":"/v1/images/tasks/%1$s"}\
              """
                  .formatted(id, now, now + Duration.ofDays(7).toSeconds()));
      assertThat(reply.header("location")).hasValue("/v1/images/tasks/" + id);
      assertThat(reply.header("retry-after")).hasValue("3");
      assertThat(reply.header("cache-control")).hasValue("no-store");
      assertThat(reply.header("x-atelier-job").flatMap(JobIdFormat::parse))
          .isEqualTo(JobIdFormat.parse(id));
      assertThat(reply.header("openai-version")).hasValue("2020-10-01");

      Reply poll = server.get("/v1/images/tasks/" + id);
      assertThat(poll.status()).isEqualTo(200);
      assertThat(poll.json().propertyNames())
          .containsExactly("id", "task_id", "object", "status", "created_at", "expires_at");
      assertThat(poll.text("/status")).isEqualTo("processing");
      assertThat(poll.header("retry-after")).hasValue("3");
      assertThat(poll.header("cache-control")).hasValue("no-store");
      held.release();
    }
  }

  @Test
  void a_completed_task_holds_what_a_call_that_waited_is_answered() throws Exception {
    try (var server = ApiServer.start(directory)) {
      Reply waited = server.post("/v1/images/generations", FOX);
      Reply task = finished(server, server.post(GENERATIONS, FOX));

      assertThat(task.json().propertyNames())
          .containsExactly(
              "id",
              "task_id",
              "object",
              "status",
              "http_status",
              "image_url",
              "result",
              "created_at",
              "completed_at",
              "expires_at");
      assertThat(task.text("/status")).isEqualTo("completed");
      assertThat(task.json().path("http_status").intValue()).isEqualTo(200);
      assertThat(task.json().path("result")).isEqualTo(waited.json());
      ImagesSchema.assertValid("ImagesResponseOurs", task.json().path("result").toString());
      assertThat(server.image(task.text("/image_url"))).isPresent();
      assertThat(task.header("retry-after")).isEmpty();
      assertThat(task.header("cache-control")).hasValue("no-store");
      assertThat(task.header("x-atelier-engine")).hasValue("fake");
      assertThat(task.header("content-length")).hasValue(Integer.toString(task.body().length()));
      assertThat(task.json().path("completed_at").longValue())
          .isEqualTo(server.clock.instant().getEpochSecond());
    }
  }

  @Test
  void a_picture_by_link_where_the_request_says_so() throws Exception {
    try (var server = ApiServer.start(directory)) {
      Reply task =
          finished(
              server,
              server.post(GENERATIONS, FOX.replace("}", ",\"n\":2,\"response_format\":\"url\"}")));

      JsonNode data = task.json().path("result").path("data");
      assertThat(data.size()).isEqualTo(2);
      for (JsonNode one : data) {
        assertThat(one.propertyNames()).containsExactly("url");
        assertThat(server.image(one.path("url").stringValue())).isPresent();
      }
      assertThat(task.text("/image_url")).isEqualTo(data.path(0).path("url").stringValue());
    }
  }

  @Test
  void the_end_user_is_told_back_as_in_a_call_that_waits() throws Exception {
    try (var server = ApiServer.start(directory)) {
      String named = FOX.replace("}", ",\"safety_identifier\":\"u-1\"}");
      String deprecated = FOX.replace("}", ",\"user\":\"u-1\"}");

      assertThat(
              finished(server, server.post(GENERATIONS, named)).text("/result/safety_identifier"))
          .isEqualTo("u-1");
      assertThat(
              finished(server, server.post(GENERATIONS, deprecated))
                  .json()
                  .path("result")
                  .has("safety_identifier"))
          .isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"''|url", ",\"response_format\":\"b64_json\"|b64_json"})
  void a_sub2api_key_gets_links_unless_it_asks_for_the_bytes(String more, String expected)
      throws Exception {
    try (var server = ApiServer.start(directory)) {
      String key = server.key(TenantId.DEFAULT, Scope.all(), Optional.of("sub2api"));
      Reply submitted =
          server.send(
              server
                  .json(GENERATIONS, FOX.replace("}", more + "}"))
                  .setHeader("Authorization", "Bearer " + key));
      await().until(() -> server.state(job(submitted)).ended());
      Reply task =
          server.send(
              server
                  .request(submitted.text("/poll_url"))
                  .setHeader("Authorization", "Bearer " + key));

      assertThat(task.json().at("/result/data/0").propertyNames())
          .containsExactly(expected, "revised_prompt");
      assertThat(task.text("/result/model")).isEqualTo("gpt-image-2");
    }
  }

  @Test
  void an_edit_as_a_form() throws Exception {
    try (var server = ApiServer.start(directory)) {
      FormBody form =
          new FormBody()
              .text("prompt", "a hat")
              .text("size", "1024x640")
              .file("image[]", PNG)
              .file("image[]", Images.jpeg(32, 32))
              .file("mask", Images.mask(64, 48));
      Reply task = finished(server, server.send(form(server, EDITS, form)));

      assertThat(task.text("/status")).isEqualTo("completed");
      var request = (ImageRequest.Edit) server.provider.calls().getLast().request();
      assertThat(request.images()).hasSize(2);
      assertThat(request.mask()).isPresent();
    }
  }

  @Test
  void an_edit_as_json() throws Exception {
    try (var server = ApiServer.start(directory)) {
      Reply task =
          finished(
              server,
              server.post(
                  EDITS,
                  "{\"prompt\":\"a hat\",\"images\":[{\"image_url\":\"%s\"}]}"
                      .formatted(Images.dataUrl("image/png", PNG))));

      assertThat(task.text("/status")).isEqualTo("completed");
      assertThat(server.provider.calls().getLast().request()).isInstanceOf(ImageRequest.Edit.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1", "/openai/v1", "/openai"})
  void every_mount_names_itself_as_the_place_to_poll(String mount) throws Exception {
    try (var server = ApiServer.start(directory)) {
      Reply submitted = server.post(mount + "/images/generations/async", FOX);

      assertThat(submitted.text("/poll_url"))
          .isEqualTo(mount + "/images/tasks/" + submitted.text("/id"));
      assertThat(finished(server, submitted).text("/status")).isEqualTo("completed");
    }
  }

  @Test
  void a_failed_task_tells_its_error_and_costs_nothing() throws Exception {
    var refused =
        new AttemptOutcome.Refused("policy", Optional.of(Blocked.Stage.OUTPUT), List.of("sexual"));
    try (var server = start(FakeProvider.paid().answers(FakeProvider.Answer.of(refused)))) {
      Reply submitted = server.post(GENERATIONS, FOX);
      Reply task = finished(server, submitted);

      assertThat(task.status()).isEqualTo(200);
      assertThat(task.text("/status")).isEqualTo("failed");
      assertThat(task.json().path("http_status").intValue()).isEqualTo(400);
      ImagesSchema.assertValid("ErrorResponse", "{\"error\":" + task.json().path("error") + "}");
      assertThat(task.text("/error/type")).isEqualTo("image_generation_user_error");
      assertThat(task.text("/error/code")).isEqualTo("moderation_blocked");
      assertThat(task.json().has("result")).isFalse();
      assertThat(task.header("retry-after")).isEmpty();
      assertThat(task.body()).doesNotContain("fox");
      assertThat(server.charges(job(submitted))).isEmpty();
    }
  }

  @Test
  void a_cancelled_task_has_failed() throws Exception {
    var held = new Held();
    try (var server = start(FakeProvider.paid().answers(held))) {
      Reply submitted = server.post(GENERATIONS, FOX);
      held.awaitBegun();
      server.put("/v1/queue/gpt_image_2/requests/" + submitted.text("/id") + "/cancel");
      Reply task = server.get(submitted.text("/poll_url"));

      assertThat(task.text("/status")).isEqualTo("failed");
      assertThat(task.json().path("http_status").intValue()).isEqualTo(409);
      assertThat(task.text("/error/code")).isEqualTo("cancelled");
      held.release();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "imgtask_00000000000000000000000000",
        "00000000-0000-7000-8000-000000000000",
        "imgtask_x",
        "nothing",
        "..%2Ffiles"
      })
  void an_id_that_names_nothing_is_not_found(String id) throws Exception {
    try (var server = ApiServer.start(directory)) {
      new Answer(server.get("/v1/images/tasks/" + id).http())
          .assertError(404, INVALID, "id", "null");
    }
  }

  @Test
  void a_stranger_s_task_is_not_found() throws Exception {
    try (var server = ApiServer.start(directory)) {
      Reply submitted = server.post(GENERATIONS, FOX);
      String stranger = server.key(new TenantId("stranger"), Scope.all());

      Reply reply =
          server.send(
              server
                  .request(submitted.text("/poll_url"))
                  .setHeader("Authorization", "Bearer " + stranger));

      new Answer(reply.http()).assertError(404, INVALID, "id", "null");
      assertThat(reply.text("/error/message"))
          .isEqualTo("No such image task object: " + submitted.text("/id"));
    }
  }

  @Test
  void an_ended_task_is_found_for_as_long_as_it_says() throws Exception {
    try (var server = ApiServer.start(directory)) {
      Reply submitted = server.post(GENERATIONS, FOX.replace("fox", "cat"));
      await().until(() -> server.state(job(submitted)).ended());

      server.clock.advance(Duration.ofDays(7).minusSeconds(1));
      assertThat(server.get(submitted.text("/poll_url")).text("/status")).isEqualTo("completed");

      server.clock.advance(Duration.ofSeconds(1));
      new Answer(server.get(submitted.text("/poll_url")).http())
          .assertError(404, INVALID, "id", "null");
    }
  }

  @Test
  void a_task_cannot_be_a_stream() throws Exception {
    try (var server = ApiServer.start(directory)) {
      String streamed = FOX.replace("}", ",\"stream\":true,\"partial_images\":2}");
      FormBody form = new FormBody().text("prompt", "x").text("stream", "true").file("image", PNG);

      new Answer(server.post(GENERATIONS, streamed).http())
          .assertError(400, INVALID, "stream", "invalid_value");
      new Answer(server.send(form(server, EDITS, form)).http())
          .assertError(400, INVALID, "stream", "invalid_value");
      assertThat(server.jobs()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"GET,405", "PUT,405", "DELETE,405"})
  void only_a_post_submits(String method, int status) throws Exception {
    try (var server = ApiServer.start(directory)) {
      Reply reply =
          server.send(server.request(GENERATIONS).method(method, BodyPublishers.noBody()));

      new Answer(reply.http()).assertError(status, INVALID, "null", "method_not_supported");
    }
  }

  @Test
  void without_a_key_or_with_one_that_only_reads_nothing_is_submitted() throws Exception {
    try (var server = ApiServer.start(directory)) {
      String reader = server.key(TenantId.DEFAULT, Set.of(Scope.READ));
      Reply submitted = server.post(GENERATIONS, FOX);

      new Answer(server.send(json(server, "")).http()).assertError(401, INVALID, "null", "null");
      new Answer(server.send(json(server, "Bearer " + reader)).http())
          .assertError(403, INVALID, "null", "null");
      assertThat(
              server
                  .send(
                      server
                          .request(submitted.text("/poll_url"))
                          .setHeader("Authorization", "Bearer " + reader))
                  .status())
          .isEqualTo(200);
      assertThat(server.jobs()).isEqualTo(1);
    }
  }

  @Test
  void an_idempotency_key_makes_one_task() throws Exception {
    try (var server = ApiServer.start(directory)) {
      Reply first = server.send(server.json(GENERATIONS, FOX).header("Idempotency-Key", "k"));
      await().until(() -> server.state(job(first)).ended());
      Reply again = server.send(server.json(GENERATIONS, FOX).header("Idempotency-Key", "k"));
      Reply other =
          server.send(
              server.json(GENERATIONS, FOX.replace("fox", "cat")).header("Idempotency-Key", "k"));

      assertThat(again.status()).isEqualTo(202);
      assertThat(again.body()).startsWith(first.body().substring(0, 100));
      assertThat(again.text("/status")).isEqualTo("processing");
      new Answer(other.http()).assertError(409, INVALID, "null", "idempotency_key_reused");
      assertThat(server.jobs()).isEqualTo(1);
    }
  }

  @Test
  void a_repeat_that_counts_itself_joins_the_original() throws Exception {
    try (var server = ApiServer.start(directory)) {
      Reply first =
          server.send(server.json(GENERATIONS, FOX).header("X-Stainless-Retry-Count", "0"));
      Reply again =
          server.send(server.json(GENERATIONS, FOX).header("X-Stainless-Retry-Count", "1"));
      Reply fresh =
          server.send(server.json(GENERATIONS, FOX).header("X-Stainless-Retry-Count", "0"));

      assertThat(again.text("/id")).isEqualTo(first.text("/id"));
      assertThat(fresh.text("/id")).isNotEqualTo(first.text("/id"));
    }
  }

  @Test
  void a_call_that_was_cut_off_can_be_taken_up_as_a_task() throws Exception {
    try (var server = ApiServer.start(directory)) {
      Reply waited =
          server.send(server.json("/v1/images/generations", FOX).header("Idempotency-Key", "k"));
      Reply task = server.send(server.json(GENERATIONS, FOX).header("Idempotency-Key", "k"));

      assertThat(task.header("x-atelier-job")).isEqualTo(waited.header("x-atelier-job"));
      assertThat(finished(server, task).json().path("result")).isEqualTo(waited.json());
    }
  }

  private ApiServer start(FakeProvider provider) throws Exception {
    return ApiServer.start(directory, setup -> setup.with(provider));
  }

  private static Reply finished(ApiServer server, Reply submitted) throws Exception {
    assertThat(submitted.status()).as(submitted.body()).isEqualTo(202);
    await().atMost(Duration.ofSeconds(30)).until(() -> server.state(job(submitted)).ended());
    return server.get(submitted.text("/poll_url"));
  }

  private static JobId job(Reply submitted) {
    return new JobId(UUID.fromString(submitted.header("x-atelier-job").orElseThrow()));
  }

  private static HttpRequest.Builder form(ApiServer server, String path, FormBody form) {
    return server
        .request(path)
        .header("Content-Type", form.contentType())
        .POST(BodyPublishers.ofByteArray(form.bytes()));
  }

  private static HttpRequest.Builder json(ApiServer server, String authorization) {
    return server.json(GENERATIONS, FOX).setHeader("Authorization", authorization);
  }
}
