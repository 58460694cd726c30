package dev.atelier.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.api.read.JobIdFormat;
import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Scope;
import dev.atelier.provider.FakeProvider;
import dev.atelier.queue.JobState;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How often the database is read to answer; writes are counted elsewhere. */
@Timeout(120)
class PollReadsTest {
  private static final String RUNWARE = "/runware/v1";

  @TempDir Path directory;

  /**
   * How a client asks how its job stands.
   *
   * <p>{@code lookUps}: statements beside that for the version of the job and, when it is done,
   * that for its picture; Runware's ids are names that clients chose.
   */
  enum Poll {
    OWN("/api/v1/jobs/%s", 0),
    OPENAI("/v1/images/tasks/%s", 0),
    RESPONSES("/v1/responses/%s", 0),
    SEAART("/v1/queue/gpt_image_2/requests/%s/status", 0),
    APIMART("/apimart/v1/tasks/%s", 0),
    RUNWARE("[{\"taskType\":\"getResponse\",\"taskUUID\":\"%s\"}]", 1);

    private final String question;
    private final int lookUps;

    Poll(String question, int lookUps) {
      this.question = question;
      this.lookUps = lookUps;
    }

    private HttpRequest.Builder of(ApiServer server, JobId job) {
      String asked = question.formatted(this == RESPONSES ? JobIdFormat.hex("resp_").of(job) : job);
      return this == RUNWARE ? server.json(PollReadsTest.RUNWARE, asked) : server.request(asked);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_poll_is_one_read(Poll poll) throws Exception {
    var held = new Held();
    try (var server = ApiServer.start(directory, s -> s.with(FakeProvider.paid().answers(held)))) {
      String key = server.key(TenantId.DEFAULT, Set.of(Scope.READ));
      JobId job = JobId.parse(server.post("/api/v1/jobs", "{\"prompt\":\"fox\"}").text("/id"));
      held.awaitBegun();
      assertThat(again(server, poll, job, key))
          .as("while it runs")
          .isEqualTo(new CountedDatabase.Reads(1, 1 + poll.lookUps));
      held.release();
      await().atMost(Duration.ofSeconds(30)).until(() -> server.state(job) == JobState.SUCCEEDED);

      assertThat(again(server, poll, job, key))
          .as("when it is done")
          .isEqualTo(new CountedDatabase.Reads(1, 2 + poll.lookUps));
    }
  }

  @Test
  void what_another_process_erased_is_not_told_again() throws Exception {
    try (var server = ApiServer.start(directory)) {
      String key = server.key(TenantId.DEFAULT, Set.of(Scope.READ));
      JobId job = JobId.parse(server.post("/api/v1/jobs", "{\"prompt\":\"fox\"}").text("/id"));
      await().atMost(Duration.ofSeconds(30)).until(() -> server.state(job) == JobState.SUCCEEDED);
      assertThat(ask(server, Poll.OWN, job, key).text("/order/prompt")).isEqualTo("fox");

      server.eraseText(job);

      Reply told = ask(server, Poll.OWN, job, key);
      assertThat(told.text("/state")).isEqualTo("succeeded");
      assertThat(told.json().at("/order/prompt").isNull()).isTrue();
    }
  }

  /** A call that stays on the line until its picture is there. */
  enum Call {
    OPENAI("/v1/images/generations", "{\"prompt\":\"fox\"}"),
    OPENAI_LINK("/v1/images/generations", "{\"prompt\":\"fox\",\"response_format\":\"url\"}"),
    OPENAI_STREAM(
        "/v1/images/generations", "{\"prompt\":\"fox\",\"stream\":true,\"partial_images\":1}"),
    RESPONSES("/v1/responses", "{\"model\":\"gpt-image-2\",\"input\":\"fox\"}"),
    RESPONSES_STREAM(
        "/v1/responses", "{\"model\":\"gpt-image-2\",\"input\":\"fox\",\"stream\":true}"),
    RUNWARE(
        PollReadsTest.RUNWARE,
        """
        [{"taskType":"imageInference","taskUUID":"%s","model":"openai:gpt-image@2",\
        "positivePrompt":"fox","width":1024,"height":1024}]\
        """);

    private final String path;
    private final String body;

    Call(String path, String body) {
      this.path = path;
      this.body = body;
    }

    private Reply make(ApiServer server) throws Exception {
      return server.post(path, body.formatted(UUID.randomUUID()));
    }

    /** Runware's own ids name what they repeat: that is looked up before a job is accepted. */
    private int before() {
      return this == RUNWARE ? 2 : 0;
    }
  }

  @ParameterizedTest
  @EnumSource
  void what_was_just_made_is_not_read_back(Call call) throws Exception {
    try (var server = ApiServer.start(directory)) {
      assertThat(call.make(server).status()).isEqualTo(200); // knows the key and its limits now
      int before = server.reads().transactions();

      Reply made = call.make(server);

      assertThat(made.status()).as(made.body()).isEqualTo(200);
      assertThat(made.body().contains("event: error")).isFalse();
      assertThat(server.reads().transactions() - before).isEqualTo(call.before());
    }
  }

  /** What the second of two equal questions reads. */
  private static CountedDatabase.Reads again(ApiServer server, Poll poll, JobId job, String key)
      throws Exception {
    Reply _ = ask(server, poll, job, key);
    CountedDatabase.Reads before = server.reads();
    Reply _ = ask(server, poll, job, key);
    return server.reads().minus(before);
  }

  private static Reply ask(ApiServer server, Poll poll, JobId job, String key) throws Exception {
    Reply reply = server.send(poll.of(server, job).setHeader("Authorization", "Bearer " + key));
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply;
  }
}
