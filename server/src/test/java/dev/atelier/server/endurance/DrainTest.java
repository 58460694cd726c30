package dev.atelier.server.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM: running work is finished, queued work stays queued, and the process ends in time. */
class DrainTest {
  private static final String PATH = "/v1/images/generations";
  private static final String IN_FLIGHT = "atelier_http_in_flight ";
  private static final int SIGTERM_EXIT = 128 + 15;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  @Test
  void running_work_is_finished_and_queued_work_waits_for_the_next_start() throws Exception {
    try (var server = sandbox("1500ms")) {
      var running = List.of(ask(server, "fox"), ask(server, "owl"));
      awaitJobs("RUNNING", 2);
      var queued = ask(server, "hare");
      awaitJobs("QUEUED", 1);

      server.terminate();

      for (var one : running) {
        assertThat(one.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
      }
      unavailable(queued.get(20, TimeUnit.SECONDS));
      assertThat(server.awaitExit(Duration.ofSeconds(15))).isEqualTo(SIGTERM_EXIT);
    }
    assertThat(states()).containsExactlyInAnyOrder("SUCCEEDED", "SUCCEEDED", "QUEUED");

    try (var server = sandbox("0s")) {
      awaitJobs("SUCCEEDED", 3);
      server.terminate();
      assertThat(server.awaitExit(Duration.ofSeconds(15))).isEqualTo(SIGTERM_EXIT);
    }
    new Aftermath(directory).everyJobEnded();
  }

  @Test
  void a_draining_server_turns_new_work_away_in_the_shape_of_its_api() throws Exception {
    try (var server = sandbox("2s")) {
      var running = ask(server, "fox");
      awaitJobs("RUNNING", 1);
      try (var half = server.http().begin(PATH, order("late"))) {
        awaitInFlight(server, 3); // the running one, the half one and the one that asks
        server.terminate();
        Awaitility.await().until(() -> refusesConnections(server));

        unavailable(half.finish());
      }
      assertThat(running.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
      assertThat(server.awaitExit(Duration.ofSeconds(15))).isEqualTo(SIGTERM_EXIT);
    }
    assertThat(states()).containsExactly("SUCCEEDED");
  }

  private static void unavailable(Answer answer) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
    assertThat(answer.header("retry-after")).isPresent();
    assertThat(answer.text()).contains("\"service_unavailable_error\"");
  }

  private ServerProcess sandbox(String pace) throws IOException {
    return ServerProcess.serve(
        directory,
        List.of("-Xmx128m"),
        Map.of("ATELIER_SANDBOX_PACE", pace, "ATELIER_SANDBOX_CONCURRENCY", "2"));
  }

  private static CompletableFuture<Answer> ask(ServerProcess server, String prompt) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return server.http().post(PATH, order(prompt), Map.of());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        task -> Thread.ofVirtual().start(task));
  }

  private static String order(String prompt) {
    return """
    {"model":"tiny-1","prompt":"%s","size":"256x256","quality":"low"}\
    """
        .formatted(prompt);
  }

  private void awaitJobs(String state, int count) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> states().stream().filter(state::equals).count() == count);
  }

  private static void awaitInFlight(ServerProcess server, int count) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> server.http().get("/metrics").text().contains(IN_FLIGHT + count + ".0"));
  }

  private static boolean refusesConnections(ServerProcess server) {
    try {
      server.http().get("/healthz");
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private List<String> states() throws SQLException {
    return new Rows(directory).texts("SELECT state FROM job");
  }
}
