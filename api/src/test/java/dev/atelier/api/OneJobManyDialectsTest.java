package dev.atelier.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.image.JobId;
import dev.atelier.provider.FakeProvider;
import dev.atelier.queue.JobState;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What was submitted through one API is watched, fetched and cancelled through another. */
@Timeout(120)
class OneJobManyDialectsTest {
  private static final String PICTURE = Samples.dataUrl(Samples.png(64, 48));
  @TempDir Path directory;

  /** An API that takes requests, and what it sends. */
  enum Submitter {
    OPENAI("/v1/images/generations", "{\"prompt\":\"fox\"}"),
    OPENAI_EDIT(
        "/v1/images/edits",
        "{\"prompt\":\"fox\",\"images\":[{\"image_url\":\"" + PICTURE + "\"}]}"),
    OPENAI_ASYNC("/v1/images/generations/async", OPENAI.body),
    OPENAI_ASYNC_EDIT("/openai/v1/images/edits/async", OPENAI_EDIT.body),
    SEAART("/v1/queue/gpt_image_2", "{\"prompt\":\"fox\"}"),
    SEAART_EDIT(
        "/v1/queue/gpt_image_2_edit", "{\"prompt\":\"fox\",\"images\":\"" + PICTURE + "\"}"),
    APIMART("/apimart/v1/images/generations", "{\"prompt\":\"fox\"}"),
    APIMART_EDIT(
        "/apimart/v1/images/generations",
        "{\"prompt\":\"fox\",\"image_urls\":[\"" + PICTURE + "\"]}"),
    RUNWARE("/runware/v1", RunwareTasks.inference("")),
    RUNWARE_EDIT(
        "/runware/v1", RunwareTasks.inference(",\"referenceImages\":[\"" + PICTURE + "\"]")),
    ATELIER("/api/v1/jobs", "{\"prompt\":\"fox\"}"),
    ATELIER_EDIT("/api/v1/jobs", "{\"prompt\":\"fox\",\"images\":[\"" + PICTURE + "\"]}");

    private final String path;
    private final String body;

    Submitter(String path, String body) {
      this.path = path;
      this.body = body;
    }

    boolean edits() {
      return name().endsWith("EDIT");
    }

    /** Whether it is answered with the pictures. */
    boolean waits() {
      return this == OPENAI || this == OPENAI_EDIT || this == RUNWARE || this == RUNWARE_EDIT;
    }

    /** The status of the answer that waited for a job that was cancelled. */
    int cancelled() {
      return this == RUNWARE || this == RUNWARE_EDIT ? 400 : 409;
    }
  }

  /** How Runware's API writes tasks. */
  private static final class RunwareTasks {
    static String inference(String more) {
      return """
      [{"taskType":"imageInference","taskUUID":"b2b2a6b0-7d1c-4c51-9a79-0a4a1f5f6c01",\
      "model":"openai:gpt-image@2","positivePrompt":"fox","width":1024,"height":1024,\
      "outputFormat":"PNG"%s}]\
      """
          .formatted(more);
    }

    static Reply state(ApiServer server, String id) throws Exception {
      return server.post(
          "/runware/v1", "[{\"taskType\":\"getResponse\",\"taskUUID\":\"" + id + "\"}]");
    }
  }

  /** An API that tells of tasks. */
  enum Watcher {
    SEAART {
      @Override
      String status(ApiServer server, Submitter from, String id) throws Exception {
        Reply reply = server.get(task(from, id) + "/status");
        return reply.text("/error_type").isEmpty()
            ? reply.text("/status")
            : reply.text("/error_type");
      }

      @Override
      String image(ApiServer server, Submitter from, String id) throws Exception {
        return server.get(task(from, id) + "/response").text("/outputs/0/url");
      }
    },
    APIMART {
      @Override
      String status(ApiServer server, Submitter from, String id) throws Exception {
        return server.get("/apimart/v1/tasks/" + id).text("/data/status");
      }

      @Override
      String image(ApiServer server, Submitter from, String id) throws Exception {
        return server.get("/apimart/v1/tasks/" + id).text("/data/result/images/0/url/0");
      }
    },
    RUNWARE {
      @Override
      String status(ApiServer server, Submitter from, String id) throws Exception {
        Reply reply = RunwareTasks.state(server, id);
        return reply.text("/errors/0/code").isEmpty()
            ? reply.text("/data/0/status")
            : reply.text("/errors/0/code");
      }

      @Override
      String image(ApiServer server, Submitter from, String id) throws Exception {
        return RunwareTasks.state(server, id).text("/data/0/imageURL");
      }
    },
    OPENAI {
      @Override
      String status(ApiServer server, Submitter from, String id) throws Exception {
        return server.get("/v1/images/tasks/" + id).text("/status");
      }

      @Override
      String image(ApiServer server, Submitter from, String id) throws Exception {
        return server.get("/v1/images/tasks/" + id).text("/image_url");
      }
    },
    ATELIER {
      @Override
      String status(ApiServer server, Submitter from, String id) throws Exception {
        return server.get("/api/v1/jobs/" + id).text("/state");
      }

      @Override
      String image(ApiServer server, Submitter from, String id) throws Exception {
        return server.get("/api/v1/jobs/" + id).text("/images/0/url");
      }
    };

    abstract String status(ApiServer server, Submitter from, String id) throws Exception;

    abstract String image(ApiServer server, Submitter from, String id) throws Exception;
  }

  /** An API that cancels. */
  enum Canceller {
    SEAART,
    ATELIER;

    Reply cancel(ApiServer server, Submitter from, String id) throws Exception {
      return switch (this) {
        case SEAART -> server.put(task(from, id) + "/cancel");
        case ATELIER ->
            server.send(
                server
                    .request("/api/v1/jobs/" + id + "/cancel")
                    .POST(HttpRequest.BodyPublishers.noBody()));
      };
    }
  }

  static Stream<Arguments> triples() {
    return pairs()
        .flatMap(pair ->
            Arrays.stream(Canceller.values())
                .map(through -> Arguments.of(pair.get()[0], pair.get()[1], through)));
  }

  static Stream<Arguments> pairs() {
    return Arrays.stream(Submitter.values())
        .flatMap(from -> Arrays.stream(Watcher.values()).map(by -> Arguments.of(from, by)));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void a_job_is_watched_and_fetched(Submitter from, Watcher by) throws Exception {
    var held = new Held();
    try (var server = start(held);
        ExecutorService client = Executors.newSingleThreadExecutor()) {
      var answer = submit(server, from, client);
      held.awaitBegun();
      JobId job = server.provider.calls().getFirst().job();
      for (String id : names(job)) {
        assertThat(by.status(server, from, id)).isIn("IN_PROGRESS", "processing", "running");
      }
      held.release();

      assertThat(answer.get().status()).isIn(200, 202);
      await().atMost(Duration.ofSeconds(30)).until(() -> server.state(job) == JobState.SUCCEEDED);
      for (String id : names(job)) {
        assertThat(by.status(server, from, id))
            .isIn("COMPLETED", "completed", "succeeded", "success");
        assertThat(server.image(by.image(server, from, id))).isPresent();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("triples")
  void a_job_is_cancelled_through_one_api_and_seen_so_through_another(
      Submitter from, Watcher by, Canceller through) throws Exception {
    var held = new Held();
    try (var server = start(held);
        ExecutorService client = Executors.newSingleThreadExecutor()) {
      var answer = submit(server, from, client);
      held.awaitBegun();
      JobId job = server.provider.calls().getFirst().job();

      assertThat(through.cancel(server, from, job.toString()).status()).isIn(200, 202);

      assertThat(by.status(server, from, job.toString()))
          .isIn("CANCELLED", "failed", "cancelled", "taskCancelled");
      assertThat(server.charges(job)).isEmpty();
      if (from.waits()) {
        assertThat(answer.get().status()).isEqualTo(from.cancelled());
      }
      held.release();
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_job_is_cancelled_under_each_of_its_names(Canceller through) throws Exception {
    var held = List.of(new Held(), new Held(), new Held(), new Held());
    var upstream = FakeProvider.paid().answers(held.toArray(Held[]::new));
    try (var server = ApiServer.start(directory, s -> s.with(upstream))) {
      for (int name = 0; name < held.size(); name++) {
        server.post(Submitter.APIMART.path, Submitter.APIMART.body);
        held.get(name).awaitBegun();
        JobId job = server.provider.calls().getLast().job();

        String id = names(job).get(name);
        assertThat(through.cancel(server, Submitter.APIMART, id).status()).isIn(200, 202);

        assertThat(server.state(job)).isEqualTo(JobState.CANCELLED);
        held.get(name).release();
      }
    }
  }

  private static String task(Submitter from, String id) {
    return "/v1/queue/gpt_image_2" + (from.edits() ? "_edit" : "") + "/requests/" + id;
  }

  private static List<String> names(JobId job) {
    return List.of(
        job.toString(),
        JobIdFormat.lowerCase("mmsu_").of(job),
        JobIdFormat.upperCase("task_").of(job),
        JobIdFormat.lowerCase("imgtask_").of(job));
  }

  private static CompletableFuture<Reply> submit(
      ApiServer server, Submitter from, ExecutorService client) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return server.post(from.path, from.body);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        },
        client);
  }

  private ApiServer start(Held held) throws Exception {
    return ApiServer.start(directory, s -> s.with(FakeProvider.paid().answers(held)));
  }
}
