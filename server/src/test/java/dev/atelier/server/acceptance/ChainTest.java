package dev.atelier.server.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.queue.Job;
import dev.atelier.queue.JobState;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What happens to a call upstream when the caller leaves, the job is cancelled, or we stop. */
@Timeout(120)
class ChainTest {
  /** No picture is made in the time of a test. */
  private static final String NEVER = "10m";

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void who_leaves_cancels_the_job_here_and_the_one_upstream(boolean stream) throws IOException {
    try (var upstream = upstream(NEVER);
        var server = LiveServer.start(openAi(upstream));
        var caller = new Socket(server.uri("/").getHost(), server.uri("/").getPort())) {
      String json = "{\"prompt\":\"a fox\",\"size\":\"1024x640\",\"stream\":%s}".formatted(stream);
      caller
          .getOutputStream()
          .write(
              ("POST /v1/images/generations HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n"
                      + "Content-Type: application/json\r\nContent-Length: %s\r\n\r\n%s")
                  .formatted(LiveServer.ADMIN_KEY, json.length(), json)
                  .getBytes(UTF_8));
      until(() -> states(upstream).equals(List.of(JobState.RUNNING)));

      caller.close();

      until(() -> states(server).equals(List.of(JobState.CANCELLED)));
      until(() -> states(upstream).equals(List.of(JobState.CANCELLED)));
    }
  }

  @Test
  void a_cancelled_job_cancels_its_task_upstream() {
    try (var upstream = upstream(NEVER);
        var server = LiveServer.start(seaArt(upstream))) {
      String task = submit(server);
      until(() -> known(server));

      server.send(server.request(task + "/cancel").PUT(BodyPublishers.noBody()));

      until(() -> states(server).equals(List.of(JobState.CANCELLED)));
      until(() -> states(upstream).equals(List.of(JobState.CANCELLED)));
    }
  }

  @Test
  void a_stop_leaves_the_task_upstream_and_the_next_start_fetches_it() {
    try (var upstream = upstream("3s")) {
      var server = LiveServer.start(seaArt(upstream));
      try {
        submit(server);
        LiveServer first = server;
        until(() -> known(first));

        server = server.restarted();

        LiveServer second = server;
        until(() -> states(second).equals(List.of(JobState.SUCCEEDED)));
        assertThat(states(upstream)).containsExactly(JobState.SUCCEEDED);
      } finally {
        server.close();
      }
    }
  }

  private static LiveServer upstream(String pace) {
    return LiveServer.start(Map.of("client-gone", "cancel", "sandbox.pace", pace));
  }

  private static Map<String, String> openAi(LiveServer upstream) {
    return Map.of("client-gone", "cancel", "accounts", account("openai", upstream.uri("/v1")));
  }

  private static Map<String, String> seaArt(LiveServer upstream) {
    return Map.of("accounts", account("seaart", upstream.uri("/model")));
  }

  private static String account(String provider, URI base) {
    return "[{\"name\":\"up\",\"provider\":\"%s\",\"base-url\":\"%s\",\"secret\":\"%s\"}]"
        .formatted(provider, base, LiveServer.ADMIN_KEY);
  }

  /** The path of a task that the upstream is to make. */
  private static String submit(LiveServer server) {
    String path = "/model/v1/queue/gpt_image_2";
    String answer = server.postJson(path, "{\"prompt\":\"a fox\",\"size\":\"1024x640\"}").body();
    return path + "/requests/" + JsonMapper.shared().readTree(answer).path("request_id").asString();
  }

  /** Whether the upstream's id of the task is stored. */
  private static boolean known(LiveServer server) {
    List<Job> jobs = server.jobs();
    try (var records = server.records()) {
      return !jobs.isEmpty()
          && records
              .database()
              .read(tx -> records.queue().attempts(tx, jobs.getFirst().id()))
              .stream()
              .anyMatch(attempt -> attempt.remoteId().isPresent());
    }
  }

  private static List<JobState> states(LiveServer server) {
    return server.jobs().stream().map(Job::state).toList();
  }

  private static void until(Callable<Boolean> condition) {
    await().atMost(Duration.ofSeconds(30)).until(condition);
  }
}
