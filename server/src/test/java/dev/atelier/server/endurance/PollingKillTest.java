package dev.atelier.server.endurance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Clients of the two vendors that are polled submit while the server is killed again and again;
 * whatever it has accepted, they see end.
 */
@Timeout(300)
class PollingKillTest {
  private static final int KILLS = Integer.getInteger("kills", 4);
  private static final int ACCEPTED_BEFORE_A_KILL = 6;
  private static final List<String> FAST_START = List.of("-XX:TieredStopAtLevel=1", "-Xmx256m");

  @TempDir private Path directory;
  private final HttpClient http = HttpClient.newHttpClient();

  /** An API whose clients poll. */
  enum Vendor {
    SEAART("/v1/queue/gpt_image_2", "{\"prompt\":\"fox\",\"size\":\"1024x640\"}") {
      @Override
      String id(JsonNode accepted) {
        return accepted.path("request_id").stringValue();
      }

      @Override
      String question(String id) {
        return "/v1/queue/gpt_image_2/requests/" + id + "/status";
      }

      @Override
      boolean ended(JsonNode answer) {
        return answer.path("status").stringValue().equals("COMPLETED") && !answer.has("error");
      }
    },
    APIMART("/apimart/v1/images/generations", "{\"prompt\":\"fox\",\"size\":\"4:3\"}") {
      @Override
      String id(JsonNode accepted) {
        return accepted.at("/data/0/task_id").stringValue();
      }

      @Override
      String question(String id) {
        return "/apimart/v1/tasks/" + id;
      }

      @Override
      boolean ended(JsonNode answer) {
        return answer.at("/data/status").stringValue().equals("completed");
      }
    };

    private final String path;
    private final String body;

    Vendor(String path, String body) {
      this.path = path;
      this.body = body;
    }

    abstract String id(JsonNode accepted);

    abstract String question(String id);

    abstract boolean ended(JsonNode answer);
  }

  /** What a client holds on to. */
  private record Accepted(Vendor vendor, String id) {}

  @Test
  void every_accepted_task_is_seen_to_end() throws Exception {
    Queue<Accepted> accepted = new ConcurrentLinkedQueue<>();
    for (int kill = 0; kill < KILLS; kill++) {
      try (var server = start()) {
        var enough = new CountDownLatch(ACCEPTED_BEFORE_A_KILL);
        List<Thread> clients =
            List.of(Vendor.values()).stream()
                .map(vendor ->
                    Thread.ofVirtual().start(() -> submit(server.uri(), vendor, accepted, enough)))
                .toList();
        assertThat(enough.await(60, TimeUnit.SECONDS)).isTrue();
        server.kill();
        for (Thread client : clients) {
          assertThat(client.join(Duration.ofSeconds(30))).isTrue();
        }
      }
    }
    assertThat(accepted).hasSizeGreaterThanOrEqualTo(KILLS * ACCEPTED_BEFORE_A_KILL);
    try (var server = start()) {
      for (Accepted task : accepted) {
        await()
            .atMost(Duration.ofSeconds(120))
            .until(() -> task.vendor().ended(ask(server.uri(), task)));
      }
    }
  }

  private ServerProcess start() throws IOException {
    return ServerProcess.serve(directory, FAST_START, Map.of());
  }

  /** Until the line breaks. */
  private void submit(URI server, Vendor vendor, Queue<Accepted> accepted, CountDownLatch enough) {
    try {
      while (true) {
        var request =
            HttpRequest.newBuilder(server.resolve(vendor.path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + ServerProcess.KEY)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(vendor.body))
                .build();
        var answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() == 200) {
          accepted.add(
              new Accepted(vendor, vendor.id(JsonMapper.shared().readTree(answer.body()))));
          enough.countDown();
        }
        Thread.sleep(Duration.ofMillis(100)); // at a client's pace, not a load driver's
      }
    } catch (IOException e) {
      // the server is gone: what was accepted is asked about later
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private JsonNode ask(URI server, Accepted task) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(server.resolve(task.vendor().question(task.id())))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Bearer " + ServerProcess.KEY)
            .GET()
            .build();
    return JsonMapper.shared().readTree(http.send(request, BodyHandlers.ofString()).body());
  }
}
