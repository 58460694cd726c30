package dev.atelier.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.api.read.JobIdFormat;
import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Scope;
import dev.atelier.provider.FakeProvider;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ids that are foreign, unknown, expired or malformed: 404 in the shape of the API asked. */
@Timeout(120)
class MissingTasksTest {
  private static final String SEAART = "/v1/queue/gpt_image_2/requests/";
  private static final String GONE =
      "{\"code\":404,\"message\":\"task does not exist or has expired\","
          + "\"type\":\"invalid_request_error\"}";
  private static final List<String> WRONG_IDS =
      List.of(
          "x",
          "mmsu_",
          "task_01KB2Q6Y3M8N4V7T9R5X1C0ZHD",
          "mmsu_01k9w3m8q5v7f2c4n6t8x0z1ab",
          "mmsu_01k9w3m8q5v7f2c4n6t8x0z1abc",
          "mmsu_81k9w3m8q5v7f2c4n6t8x0z1ab",
          "019b0000-0000-7000-8000-000000000001",
          "019b0000-0000-7000-8000-00000000000g",
          "task-unified-1763640000-abcdefgh",
          "task_%D9%A5");

  @TempDir Path directory;

  /** A question about one task, and how it is answered where there is none. */
  enum Question {
    SEAART_STATUS(404, "{\"detail\":\"Request not found\"}"),
    SEAART_RESPONSE(404, "{\"detail\":\"Request not found\"}"),
    SEAART_CANCEL(404, "{\"status\":\"NOT_FOUND\"}"),
    APIMART_QUERY(404, "{\"error\":" + GONE + "}"),
    APIMART_BATCH(200, "\"status\":\"failed\",\"error\":" + GONE);

    private final int status;
    private final String body;

    Question(int status, String body) {
      this.status = status;
      this.body = body;
    }

    HttpRequest.Builder about(ApiServer server, String id) {
      return switch (this) {
        case SEAART_STATUS -> server.request(SEAART + id + "/status").GET();
        case SEAART_RESPONSE -> server.request(SEAART + id + "/response").GET();
        case SEAART_CANCEL -> server.request(SEAART + id + "/cancel").PUT(BodyPublishers.noBody());
        case APIMART_QUERY -> server.request("/apimart/v1/tasks/" + id).GET();
        case APIMART_BATCH ->
            server.json("/apimart/v1/tasks/batch", "{\"task_ids\":[\"" + id + "\"]}");
      };
    }

    boolean saysMissing(Reply reply) {
      return reply.status() == status && reply.body().contains(body);
    }
  }

  @ParameterizedTest
  @EnumSource
  void an_unknown_or_malformed_id_is_missing(Question question) throws Exception {
    try (var server = ApiServer.start(directory)) {
      for (String id : WRONG_IDS) {
        Reply reply = server.send(question.about(server, id));

        assertThat(question.saysMissing(reply)).as(id + " " + reply.body()).isTrue();
      }
    }
  }

  @Test
  void another_tenants_task_is_missing_under_every_name_and_stays_as_it_is() throws Exception {
    var held = new Held();
    try (var server = ApiServer.start(directory, s -> s.with(FakeProvider.paid().answers(held)))) {
      JobId job = submitted(server);
      held.awaitBegun();
      String stranger = server.key(new TenantId("stranger"), Scope.all());
      for (Question question : Question.values()) {
        for (String name : names(job)) {
          Reply reply =
              server.send(
                  question.about(server, name).setHeader("Authorization", "Bearer " + stranger));
          assertThat(question.saysMissing(reply)).as(question + reply.body()).isTrue();
        }
      }
      held.release();
      await().atMost(Duration.ofSeconds(30)).until(() -> server.state(job).ended());
      assertThat(server.charges(job)).hasSize(1);
    }
  }

  @Test
  void a_task_past_its_retention_is_missing_everywhere() throws Exception {
    try (var server = ApiServer.start(directory)) {
      JobId job = submitted(server);
      await().atMost(Duration.ofSeconds(30)).until(() -> server.state(job).ended());

      server.clock.advance(Duration.ofDays(7).plusMinutes(6));

      for (Question question : Question.values()) {
        for (String name : names(job)) {
          await()
              .atMost(Duration.ofSeconds(30))
              .until(() -> question.saysMissing(server.send(question.about(server, name))));
        }
      }
    }
  }

  private static JobId submitted(ApiServer server) throws Exception {
    Reply reply = server.post("/v1/queue/gpt_image_2", "{\"prompt\":\"fox\"}");
    return JobIdFormat.parse(reply.text("/request_id")).orElseThrow();
  }

  private static List<String> names(JobId job) {
    return List.of(
        job.toString(),
        JobIdFormat.lowerCase("mmsu_").of(job),
        JobIdFormat.upperCase("task_").of(job));
  }
}
