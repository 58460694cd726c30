package dev.atelier.server.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Callers of every kind through several APIs, burst after burst: what the server holds on to after
 * the first it still holds on to after the last, and no more. {@code benchmarks/run soak} does it
 * for longer.
 */
@Isolated("its figures are of a machine that does nothing else")
@EnabledOnOs(OS.LINUX)
@Timeout(180)
class SoakTest {
  private static final int BURSTS = 4;
  private static final int CALLERS = 180;
  private static final Duration QUIET_MAX = Duration.ofSeconds(60); // idle threads end after 30

  /** More than the server opens or starts by the way, less than one for every tenth caller. */
  private static final int MORE_MAX = 40;

  /** About 11 KiB for each caller behind the first burst. */
  private static final long MORE_HEAP_BYTES_MAX = 6L << 20;

  private static final String OPENAI = "/v1/images/generations";

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  @Test
  void nothing_is_held_on_to_burst_after_burst() throws Exception {
    try (var server =
            ServerProcess.start(directory, ProviderKind.PAID, List.of("-Xmx192m"), Map.of());
        var sockets = HttpClient.newHttpClient()) {
      burst(server, sockets);
      Footprint first = Footprint.of(server.pid());
      for (int i = 1; i < BURSTS; i++) {
        burst(server, sockets);
      }

      Footprint last = Footprint.of(server.pid());

      System.out.printf(
          "after %d callers: %s; after %d: %s%n", CALLERS, first, BURSTS * CALLERS, last);
      Awaitility.await()
          .atMost(QUIET_MAX)
          .untilAsserted(() -> {
            Footprint now = Footprint.of(server.pid());
            assertThat(now.descriptors()).isLessThanOrEqualTo(first.descriptors() + MORE_MAX);
            assertThat(now.threads()).isLessThanOrEqualTo(first.threads() + MORE_MAX);
            assertThat(now.heapBytes())
                .isLessThanOrEqualTo(first.heapBytes() + MORE_HEAP_BYTES_MAX);
          });
    }
  }

  /** All callers together; returns once every job of theirs has ended. */
  private void burst(ServerProcess server, HttpClient sockets) throws Exception {
    Burst burst = Burst.of(CALLERS, i -> caller(i % 9, server, sockets));
    assertThat(burst.failures()).isEmpty();
    assertThat(burst.answers()).hasSize(CALLERS);
    Awaitility.await()
        .atMost(QUIET_MAX)
        .until(() ->
            new Rows(directory)
                .texts("SELECT id FROM job WHERE state IN ('QUEUED','RUNNING')")
                .isEmpty());
  }

  private static Callable<Answer> caller(int kind, ServerProcess server, HttpClient sockets) {
    RawHttp http = server.http();
    return switch (kind) {
      case 0 -> () -> answered(200, http.post(OPENAI, order("delay=10", "64x64"), Map.of()));
      case 1 -> () -> answered(200, http.post(OPENAI, stream(), Map.of()));
      case 2 -> () -> answered(202, http.post("/api/v1/jobs", own("delay=10"), Map.of()));
      case 3 ->
          () -> answered(202, http.post(OPENAI + "/async", order("delay=0", "64x64"), Map.of()));
      case 4 -> () -> answered(200, http.post("/runware/v1", runware(), Map.of()));
      case 5 -> () -> answered(400, http.post(OPENAI, order("fox", "1x1"), Map.of()));
      case 6 -> () -> answered(200, http.get("/v1/models"));
      case 7 -> () -> cutOff(http);
      default -> () -> socket(sockets, server);
    };
  }

  private static Answer answered(int status, Answer answer) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    return answer;
  }

  /** Leaves in the middle of its own request. */
  private static Answer cutOff(RawHttp http) throws IOException {
    try (var half = http.begin(OPENAI, order("fox", "64x64"))) {
      return new Answer(0, Map.of(), half.rest());
    }
  }

  /** Leaves a WebSocket without a word. */
  private static Answer socket(HttpClient sockets, ServerProcess server) throws Exception {
    TaskSocket socket = TaskSocket.open(sockets, server.uri());
    String session = socket.authenticate(ServerProcess.KEY, "");
    socket.ping();
    socket.cut();
    return new Answer(0, Map.of("session", session), new byte[0]);
  }

  private static String order(String prompt, String size) {
    return """
    {"model":"tiny-1","prompt":"%s","size":"%s","quality":"low","response_format":"b64_json"}\
    """
        .formatted(prompt, size);
  }

  private static String stream() {
    return """
    {"model":"tiny-1","prompt":"delay=30","size":"64x64","quality":"low","stream":true,\
    "partial_images":2}\
    """;
  }

  private static String own(String prompt) {
    return """
    {"model":"tiny-1","prompt":"%s","size":"64x64","quality":"low"}\
    """
        .formatted(prompt);
  }

  private static String runware() {
    return """
    [{"taskType":"imageInference","taskUUID":"%s","model":"tests:tiny-1@1",\
    "positivePrompt":"fox","outputFormat":"PNG","width":64,"height":64}]\
    """
        .formatted(UUID.randomUUID());
  }
}
