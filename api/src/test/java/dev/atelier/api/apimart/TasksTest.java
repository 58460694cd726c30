package dev.atelier.api.apimart;

import static dev.atelier.api.apimart.Client.assertError;
import static dev.atelier.api.apimart.Client.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Held;
import dev.atelier.api.Reply;
import dev.atelier.api.read.JobIdFormat;
import dev.atelier.image.Blocked;
import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Scope;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.Capabilities;
import dev.atelier.provider.FakeProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of a task. */
@Timeout(120)
class TasksTest {
  private static final String VERSION = "X-APIMart-Response-Version";
  private static final String DATE = "2026-07-27";
  private static final String INVALID = "invalid_request_error";
  @TempDir Path directory;

  @Test
  void a_task_is_submitted_processed_and_completed() throws Exception {
    var first = new Held();
    var second = new Held();
    try (var server = start(FakeProvider.paid().answers(first, second), 1)) {
      var client = new Client(server);
      client.submit("");
      first.awaitBegun();
      Reply submitted = client.submit("\"size\":\"16:9\",\"resolution\":\"2k\"");
      String id = id(submitted);
      assertThat(id).matches("task_[0-9A-HJKMNP-TV-Z]{26}");
      assertThat(submitted.body())
          .isEqualTo(
              "{\"code\":200,\"data\":[{\"status\":\"submitted\",\"task_id\":\"%s\"}]}"
                  .formatted(id));
      long created = server.clock.instant().getEpochSecond();

      assertThat(client.query(id).body())
          .isEqualTo(
              "{\"code\":200,\"data\":{\"id\":\"%s\",\"status\":\"submitted\",\"progress\":0,\"created\":%d,\"estimated_time\":60}}"
                  .formatted(id, created));

      first.release();
      second.awaitBegun();
      server.clock.advance(Duration.ofSeconds(20));
      assertThat(client.query(id).body())
          .isEqualTo(
              "{\"code\":200,\"data\":{\"id\":\"%s\",\"status\":\"processing\",\"progress\":35,\"created\":%d,\"estimated_time\":60}}"
                  .formatted(id, created));

      server.clock.advance(Duration.ofSeconds(27));
      second.release();
      Reply done = client.ended(id);
      assertThat(done.json().path("data").propertyNames())
          .containsExactly(
              "id",
              "status",
              "progress",
              "cost",
              "credits_cost",
              "created",
              "completed",
              "estimated_time",
              "actual_time",
              "result");
      assertThat(done.json().at("/data/progress").intValue()).isEqualTo(100);
      assertThat(done.json().at("/data/completed").longValue()).isEqualTo(created + 47);
      assertThat(done.json().at("/data/actual_time").intValue()).isEqualTo(47);
      assertThat(done.json().at("/data/result/images/0/expires_at").longValue())
          .isEqualTo(created + 47 + 86_400);
      assertThat(done.json().at("/data/result/images")).hasSize(1);
      assertThat(client.images(id)).hasSize(1);
    }
  }

  @Test
  void a_link_works_until_it_is_said_to_expire() throws Exception {
    try (var server = ApiServer.start(directory)) {
      var client = new Client(server);
      String id = id(client.submit(""));
      String link = client.ended(id).text("/data/result/images/0/url/0");

      server.clock.advance(Duration.ofSeconds(86_399));
      assertThat(server.image(link)).isPresent();
      server.clock.advance(Duration.ofSeconds(1));
      assertThat(server.image(link)).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"1k,0.0085,0.085", "2k,0.014,0.14", "4k,0.021,0.21"})
  void a_task_costs_the_price_of_its_tier_and_that_is_what_is_charged(
      String resolution, double usd, double credits) throws Exception {
    try (var server = ApiServer.start(directory)) {
      var client = new Client(server);
      String id = id(client.submit("\"size\":\"16:9\",\"resolution\":\"" + resolution + "\""));
      Reply done = client.ended(id);

      assertThat(done.json().at("/data/cost").doubleValue()).isEqualTo(usd);
      assertThat(done.json().at("/data/credits_cost").doubleValue()).isEqualTo(credits);
      assertThat(server.charges(job(id)).getFirst().micros()).isEqualTo(Math.round(usd * 1e6));
    }
  }

  @Test
  void pixels_are_priced_by_what_is_delivered() throws Exception {
    try (var server = ApiServer.start(directory)) {
      var client = new Client(server);
      String id = id(client.submit("\"size\":\"1881x836\",\"resolution\":\"4k\""));

      assertThat(client.ended(id).json().at("/data/cost").doubleValue()).isEqualTo(0.0085);
    }
  }

  @Test
  void the_official_model_costs_what_the_model_costs() throws Exception {
    try (var server = ApiServer.start(directory)) {
      var client = new Client(server);
      String id = id(client.official("\"n\":2,\"quality\":\"high\""));
      Reply done = client.ended(id);
      long charged = server.charges(job(id)).stream().mapToLong(charge -> charge.micros()).sum();

      assertThat(done.json().at("/data/result/images")).hasSize(2);
      assertThat(charged).isGreaterThan(2 * 200_000);
      assertThat(done.json().at("/data/cost").doubleValue()).isEqualTo(charged / 1e6);
    }
  }

  @Test
  void what_is_made_for_nothing_costs_nothing() throws Exception {
    var free = new FakeProvider("free", new Capabilities(10, false, true, false));
    try (var server = start(free, 4)) {
      var client = new Client(server);
      Reply done = client.ended(id(client.submit("")));

      assertThat(done.body()).contains("\"cost\":0,\"credits_cost\":0,");
    }
  }

  @Test
  void a_failed_task_is_told_with_200_and_costs_nothing() throws Exception {
    var refused =
        new AttemptOutcome.Refused("policy", Optional.of(Blocked.Stage.OUTPUT), List.of("sexual"));
    try (var server = start(FakeProvider.paid().answers(FakeProvider.Answer.of(refused)), 4)) {
      var client = new Client(server);
      String id = id(client.submit(""));
      Reply failed = client.ended(id);

      assertThat(failed.status()).isEqualTo(200);
      assertThat(failed.json().path("code").intValue()).isEqualTo(200);
      assertThat(failed.text("/data/status")).isEqualTo("failed");
      assertThat(failed.body()).contains("\"progress\":100,\"cost\":0,\"credits_cost\":0,");
      assertThat(failed.json().path("data").has("result")).isFalse();
      assertThat(failed.json().path("data").path("error").toString())
          .isEqualTo(
              "{\"code\":400,\"message\":\"The generated image was rejected by content moderation\",\"type\":\"invalid_request_error\"}");
      assertThat(server.charges(job(id))).isEmpty();
    }
  }

  @Test
  void a_language_changes_the_message_and_nothing_else() throws Exception {
    var cut = FakeProvider.Answer.of(new AttemptOutcome.Spent("an empty answer"));
    try (var server = start(FakeProvider.paid().answers(cut), 4)) {
      var client = new Client(server);
      String id = id(client.submit(""));
      String english = client.ended(id).body();
      String message = client.ended(id).text("/data/error/message");

      for (String language : List.of("zh", "ko", "ja")) {
        Reply other = client.query(id + "?language=" + language);
        String said = other.text("/data/error/message");
        assertThat(said).isNotEqualTo(message).doesNotContain("provider");
        assertThat(other.body().replace(said, message)).isEqualTo(english);
      }
      assertThat(client.query(id + "?language=xx").body()).isEqualTo(english);
      assertThat(client.query("task_x?language=zh").text("/error/message")).isEqualTo("任务不存在或已过期");
    }
  }

  @Test
  void a_cancelled_job_is_a_failed_task() throws Exception {
    var held = new Held();
    try (var server = start(FakeProvider.paid().answers(held), 1)) {
      var client = new Client(server);
      String id = id(client.submit(""));
      held.awaitBegun();
      server.put("/v1/queue/gpt_image_2/requests/" + id + "/cancel");

      Reply failed = client.ended(id);
      assertThat(failed.text("/data/status")).isEqualTo("failed");
      assertThat(failed.text("/data/error/message")).isEqualTo("The task was cancelled");
      held.release();
    }
  }

  @Test
  void a_task_past_its_retention_does_not_exist() throws Exception {
    try (var server = ApiServer.start(directory)) {
      var client = new Client(server);
      String id = id(client.submit(""));
      client.ended(id);

      server.clock.advance(Duration.ofDays(6));
      assertThat(client.query(id).status()).isEqualTo(200);
      server.clock.advance(Duration.ofDays(1));
      assertGone(client.query(id));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "task_",
        "task_01KB2Q6Y3M8N4V7T9R5X1C0ZHD",
        "task-unified-1-abcdefgh",
        "batch"
      })
  void unknown_and_malformed_ids_do_not_exist(String id) throws Exception {
    try (var server = ApiServer.start(directory)) {
      assertGone(new Client(server).query(id));
    }
  }

  @Test
  void a_task_of_another_tenant_does_not_exist() throws Exception {
    try (var server = ApiServer.start(directory)) {
      String id = id(new Client(server).submit(""));
      String stranger = server.key(new TenantId("stranger"), Scope.all());

      assertGone(
          server.send(
              server.request(Client.TASKS + id).setHeader("Authorization", "Bearer " + stranger)));
    }
  }

  @Test
  void many_tasks_are_told_in_the_order_asked_for() throws Exception {
    try (var server = ApiServer.start(directory)) {
      var client = new Client(server);
      String one = id(client.submit(""));
      String two = id(client.submit(""));
      client.ended(one);
      client.ended(two);

      Reply reply =
          server.post(
              Client.TASKS + "batch",
              "{\"task_ids\":[\"%s\",\"task_b\",\"%s\",\"%s\"]}".formatted(two, one, two));

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.json().path("data")).hasSize(3);
      assertThat(reply.text("/data/0/id")).isEqualTo(two);
      assertThat(reply.text("/data/0/status")).isEqualTo("completed");
      assertThat(reply.json().path("data").get(1).toString())
          .isEqualTo(
              "{\"id\":\"task_b\",\"status\":\"failed\",\"error\":{\"code\":404,\"message\":\"task does not exist or has expired\",\"type\":\"invalid_request_error\"}}");
      assertThat(reply.json().path("data").get(2)).isEqualTo(client.query(one).json().path("data"));
      assertThat(reply.text("/data/2/id")).isEqualTo(one);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}", "{\"task_ids\":null}", "{\"task_ids\":[]}", "{\"task_ids\":\"x\"}",
        "{\"task_ids\":[1]}", "[]", "", "{\"task_ids\":[[]]}"
      })
  void a_bad_list_of_tasks_is_refused(String body) throws Exception {
    try (var server = ApiServer.start(directory)) {
      assertError(server.post(Client.TASKS + "batch", body), 400, INVALID);
    }
  }

  @Test
  void at_most_a_hundred_tasks_are_told_at_once() throws Exception {
    try (var server = ApiServer.start(directory)) {
      String ids = "\"x\",".repeat(100);

      assertThat(
              server
                  .post(Client.TASKS + "batch", "{\"task_ids\":[" + ids.substring(0, 399) + "]}")
                  .status())
          .isEqualTo(200);
      assertError(
          server.post(Client.TASKS + "batch", "{\"task_ids\":[" + ids + "\"y\"]}"), 400, INVALID);
    }
  }

  @Test
  void a_body_that_is_too_large_is_refused_in_shape() throws Exception {
    try (var server = ApiServer.start(directory)) {
      String body = "{\"task_ids\":[\"" + "x".repeat(1 << 20) + "\"]}";

      assertError(server.post(Client.TASKS + "batch", body), 413, INVALID);
    }
  }

  @Test
  void tasks_can_be_asked_about_for_as_long_as_the_operator_says() throws Exception {
    try (var server = ApiServer.start(directory, s -> s.withTasksKept(Duration.ofDays(2)))) {
      var client = new Client(server);
      String id = id(client.submit(""));
      client.ended(id);

      server.clock.advance(Duration.ofDays(2).minusSeconds(1));
      assertThat(client.query(id).status()).isEqualTo(200);
      server.clock.advance(Duration.ofSeconds(1));
      assertGone(client.query(id));
    }
  }

  @Test
  void the_dated_version_has_an_object_and_another_word_for_waiting() throws Exception {
    var held = new Held();
    try (var server = start(FakeProvider.paid().answers(held), 1)) {
      var client = new Client(server);
      client.submit("");
      held.awaitBegun();
      Reply reply =
          server.send(server.json(Client.SUBMIT, "{\"prompt\":\"fox\"}").header(VERSION, DATE));

      assertThat(reply.status()).isEqualTo(202);
      assertThat(reply.header(VERSION)).hasValue(DATE);
      String id = reply.text("/data/id");
      assertThat(reply.body())
          .isEqualTo(
              "{\"code\":202,\"request_id\":\"%s\",\"data\":{\"object\":\"generation.task\",\"id\":\"%s\",\"status\":\"pending\",\"created\":%d}}"
                  .formatted(
                      reply.header("x-request-id").orElseThrow(),
                      id,
                      server.clock.instant().getEpochSecond()));
      Reply query = server.send(server.request(Client.TASKS + id).header(VERSION, DATE));
      assertThat(query.text("/data/status")).isEqualTo("pending");
      assertThat(query.header(VERSION)).hasValue(DATE);
      assertThat(client.query(id).text("/data/status")).isEqualTo("submitted");
      assertThat(client.query(id).header(VERSION)).isEmpty();
      held.release();
    }
  }

  @Test
  void an_idempotency_key_makes_one_task() throws Exception {
    try (var server = ApiServer.start(directory)) {
      Reply one = server.send(keyed(server, "order-1", "fox"));
      Reply same = server.send(keyed(server, "order-1", "fox"));
      Reply other = server.send(keyed(server, "order-1", "cat"));

      assertThat(one.header("Idempotency-Replayed")).isEmpty();
      assertThat(same.header("Idempotency-Replayed")).hasValue("true");
      assertThat(same.body()).isEqualTo(one.body());
      assertError(other, 409, INVALID);
      assertThat(other.text("/error/code")).isEqualTo("idempotency_key_reused");
      assertThat(server.jobs()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 192, 300})
  void an_idempotency_key_has_1_to_191_visible_characters(int length) throws Exception {
    try (var server = ApiServer.start(directory)) {
      assertThat(server.send(keyed(server, "k".repeat(191), "fox")).status()).isEqualTo(200);
      assertError(server.send(keyed(server, "k".repeat(length), "fox")), 400, INVALID);
      assertError(server.send(keyed(server, "two words", "fox")), 400, INVALID);
    }
  }

  private static java.net.http.HttpRequest.Builder keyed(
      ApiServer server, String key, String prompt) {
    return server
        .json(Client.SUBMIT, "{\"prompt\":\"" + prompt + "\"}")
        .header("Idempotency-Key", key);
  }

  private static void assertGone(Reply reply) {
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.body())
        .isEqualTo(
            "{\"error\":{\"code\":404,\"message\":\"task does not exist or has expired\",\"type\":\"invalid_request_error\"}}");
  }

  private static JobId job(String id) {
    return JobIdFormat.parse(id).orElseThrow();
  }

  private ApiServer start(FakeProvider upstream, int concurrency) throws Exception {
    return ApiServer.start(directory, s -> s.with(upstream).withConcurrency(concurrency));
  }
}
