package dev.atelier.server.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.provider.AttemptOutcome.Cause;
import dev.atelier.provider.AttemptOutcome.NotSent;
import dev.atelier.provider.AttemptOutcome.Succeeded;
import dev.atelier.provider.AttemptOutcome.Throttled;
import dev.atelier.provider.Provider;
import dev.atelier.server.AtelierServer;
import dev.atelier.server.PrintedCommand;
import dev.atelier.server.config.ServerConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A pool of paid accounts of which most have a trouble of their own, under a server's load. */
@Timeout(120)
class AccountsTest {
  private static final String KEY = "accounts-admin-key";
  private static final int JOBS = 200;
  private static final Duration FAST = Duration.ofMillis(10);

  /** A job's order in each API: path and body, with the count of images to be filled in. */
  private static final List<Map.Entry<String, String>> DIALECTS =
      List.of(
          Map.entry(
              "/v1/images/generations/async",
              "{\"model\":\"tiny-1\",\"prompt\":\"fox\",\"size\":\"256x256\",\"n\":%d}"),
          Map.entry(
              "/v1/queue/gpt_image_2", "{\"prompt\":\"fox\",\"size\":\"1024x1024\",\"n\":%d}"),
          Map.entry(
              "/apimart/v1/images/generations",
              "{\"model\":\"gpt-image-2\",\"prompt\":\"fox\",\"size\":\"1:1\",\"n\":%d}"),
          Map.entry(
              "/api/v1/jobs",
              "{\"model\":\"tiny-1\",\"prompt\":\"fox\",\"size\":\"256x256\",\"n\":%d}"));

  @TempDir private Path directory;

  private final BilledProvider dead =
      new BilledProvider("dead", FAST, _ -> NotSent.unreachable("connection refused"));
  private final BilledProvider locked =
      new BilledProvider(
          "locked",
          FAST,
          _ ->
              new NotSent(
                  Cause.CREDENTIAL, "the API key is invalid", Optional.of(401), Optional.empty()));
  private final BilledProvider throttled =
      new BilledProvider(
          "throttled",
          FAST,
          call ->
              call % 5 == 0
                  ? new Throttled(Optional.of(Duration.ofSeconds(1)), "retry-after: 1")
                  : Succeeded.ALL);
  private final BilledProvider slow =
      new BilledProvider("slow", Duration.ofMillis(1_500), _ -> Succeeded.ALL);
  private final BilledProvider healthy = new BilledProvider("healthy", FAST, _ -> Succeeded.ALL);

  @Test
  void every_job_is_delivered_and_nothing_is_bought_twice() throws Exception {
    var accepted = new ArrayList<String>();
    int ordered = 0;
    try (var server = start(dead, locked, throttled, slow, healthy)) {
      var http = new RawHttp(server.uri(), KEY);
      for (int i = 0; i < JOBS; i++) {
        var dialect = DIALECTS.get(i % DIALECTS.size());
        int count = dialect.getKey().startsWith("/apimart") ? 1 : 1 + i / DIALECTS.size() % 4;
        Answer answer = http.post(dialect.getKey(), dialect.getValue().formatted(count), Map.of());
        assertThat(answer.status()).as(answer.text()).isBetween(200, 202);
        accepted.add(answer.header("x-atelier-job").orElseThrow());
        ordered += count;
      }
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> rows("SELECT id FROM job WHERE state IN ('QUEUED','RUNNING')").isEmpty());
    }
    assertThat(rows("SELECT id FROM job WHERE state = 'SUCCEEDED'"))
        .containsExactlyInAnyOrderElementsOf(accepted);
    List<String> billed =
        Stream.of(dead, locked, throttled, slow, healthy)
            .flatMap(account -> account.bill().stream())
            .toList();
    assertThat(billed).doesNotHaveDuplicates().hasSize(ordered);
    assertThat(rows("SELECT attempt FROM upstream_costs WHERE ambiguous = 1")).isEmpty();
    assertThat(healthy.bill().size()).as("the healthy one's share").isGreaterThan(ordered / 2);
    assertThat(dead.calls()).as("tried now and then").isBetween(1, JOBS / 10);
    assertThat(locked.calls()).as("tried now and then").isBetween(1, JOBS / 10);
    assertThat(shown("dead")).contains("dead not_sent (unreachable)", "connection refused");
    assertThat(shown("locked"))
        .contains("locked not_sent (credential)", "401 the API key is invalid");
    assertThat(shown("throttled")).contains("throttled throttled", "retry-after: 1");
  }

  @Test
  void ten_images_of_one_second_each_are_made_side_by_side() throws Exception {
    var second = new BilledProvider("second", Duration.ofSeconds(1), _ -> Succeeded.ALL);
    try (var server = start(second)) {
      var http = new RawHttp(server.uri(), KEY);
      String order = "{\"model\":\"tiny-1\",\"prompt\":\"fox\",\"size\":\"256x256\",\"n\":%d}";
      Answer first = http.post("/v1/images/generations", order.formatted(1), Map.of());
      assertThat(first.status()).as("warm").isEqualTo(200);
      long began = System.nanoTime();
      Answer ten = http.post("/v1/images/generations", order.formatted(10), Map.of());
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      assertThat(ten.status()).as(ten.text()).isEqualTo(200);
      assertThat(second.calls()).isEqualTo(11);
      assertThat(took).isLessThan(Duration.ofSeconds(2));
    }
  }

  /** What {@code jobs show} says of the first job that met an account and did not get on there. */
  private String shown(String account) throws Exception {
    String job =
        rows("SELECT job FROM job_attempt WHERE account = '%s' AND outcome <> 'succeeded'"
                .formatted(account))
            .getFirst();
    return PrintedCommand.textOf(
        List.of("jobs", "show", job, "--data", ServerProcess.data(directory).toString()));
  }

  private List<String> rows(String sql) throws Exception {
    return new Rows(directory).texts(sql);
  }

  private AtelierServer start(Provider... accounts) {
    return AtelierServer.start(
        ServerConfig.load(
            Optional.empty(),
            Map.of(),
            Map.of(
                "port",
                "0",
                "admin-key",
                KEY,
                "models",
                ServerProcess.models().toString(),
                "data",
                ServerProcess.data(directory).toString())),
        List.of(accounts));
  }
}
