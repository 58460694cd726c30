package dev.atelier.server.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.providers.apimart.FakeApiMart;
import dev.atelier.providers.openai.FakeOpenAi;
import dev.atelier.providers.upstream.CallPhase;
import dev.atelier.providers.upstream.Fault;
import dev.atelier.server.AtelierServer;
import dev.atelier.server.config.ServerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A pool of accounts at four vendors, each with a trouble of its own, all spoken to over HTTP. */
@Timeout(180)
class VendorPoolTest {
  private static final String KEY = "vendor-pool-admin-key";
  private static final int JOBS = 200;
  private static final Duration TOLD = Duration.ofSeconds(1);
  private static final int FAULTS = 2 * JOBS;

  private static final Map<String, String> BOTH =
      Map.of("tiny-1", "gpt-image-2", "gpt-image-2", "gpt-image-2");

  /** Each model is throttled for itself. */
  private static final Map<String, String> ONE = Map.of("tiny-1", "gpt-image-2");

  /** A job's order in each API: path and body, with the count of images to be filled in. */
  private static final List<Map.Entry<String, String>> DIALECTS =
      List.of(
          Map.entry(
              "/v1/images/generations/async",
              "{\"model\":\"tiny-1\",\"prompt\":\"fox\",\"size\":\"1024x1024\",\"n\":%d}"),
          Map.entry(
              "/v1/queue/gpt_image_2", "{\"prompt\":\"fox\",\"size\":\"1024x1024\",\"n\":%d}"),
          Map.entry(
              "/apimart/v1/images/generations",
              "{\"model\":\"gpt-image-2\",\"prompt\":\"fox\",\"size\":\"1:1\",\"n\":%d}"),
          Map.entry(
              "/api/v1/jobs",
              "{\"model\":\"tiny-1\",\"prompt\":\"fox\",\"size\":\"1024x1024\",\"n\":%d}"));

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  private final List<Long> throttledNanos = Collections.synchronizedList(new ArrayList<>());
  private final ConcurrentLinkedQueue<Long> orderedNanos = new ConcurrentLinkedQueue<>();

  @Test
  void every_job_is_delivered_and_the_vendors_bill_what_is_recorded() throws Exception {
    try (var slow = Vendor.seaArt();
        var throttled = Vendor.openAi();
        var broke = Vendor.apiMart();
        var flaky = Vendor.runware();
        var server = start()) {
      throttled.service().on(CallPhase.SUBMIT, everyFifthThrottled());
      broke.service().on(CallPhase.SUBMIT, always(unpaid()));
      flaky.service().on(CallPhase.SUBMIT, everyTenthFails());
      var http = new RawHttp(server.uri(), KEY);
      add(http, "slow", slow.provider(), slow.service().base(), 4, BOTH);
      add(http, "throttled", throttled.provider(), throttled.service().base(), 1, ONE);
      add(http, "broke", broke.provider(), broke.service().base(), 4, BOTH);
      add(http, "dead", "runware", closedPort(), 4, BOTH);
      add(http, "flaky", flaky.provider(), flaky.service().base(), 4, BOTH);

      List<String> accepted = submit(http);
      Awaitility.await()
          .atMost(Duration.ofSeconds(120))
          .until(() -> rows("SELECT id FROM job WHERE state IN ('QUEUED','RUNNING')").isEmpty());

      assertThat(rows("SELECT DISTINCT fault FROM job_image WHERE fault IS NOT NULL")).isEmpty();
      assertThat(rows("SELECT id FROM job WHERE state = 'SUCCEEDED'"))
          .containsExactlyInAnyOrderElementsOf(accepted);
      assertThat(images("slow")).isPositive().isEqualTo(slow.service().bill().images());
      assertThat(images("throttled")).isPositive().isEqualTo(throttled.service().bill().images());
      assertThat(images("flaky")).isPositive().isEqualTo(flaky.service().bill().images());
      assertThat(images("broke")).isZero().isEqualTo(broke.service().bill().images());
      assertThat(rows("SELECT attempt FROM upstream_costs WHERE ambiguous = 1")).isEmpty();
      restedUntilTold();
      benched(http, "broke", broke.service().received(CallPhase.SUBMIT).size(), "402", "balance");
      tried("dead", calls("dead"));
      assertThat(rows("SELECT DISTINCT evidence FROM job_attempt WHERE account = 'dead'"))
          .allSatisfy(evidence -> assertThat(evidence).contains("unreachable"));
    }
    var aftermath = new Aftermath(directory);
    aftermath.everyJobEnded();
    aftermath.booksBalance();
  }

  private static List<String> submit(RawHttp http) throws IOException {
    var accepted = new ArrayList<String>();
    for (int i = 0; i < JOBS; i++) {
      var dialect = DIALECTS.get(i % DIALECTS.size());
      int count = dialect.getKey().startsWith("/apimart") ? 1 : 1 + i / DIALECTS.size() % 2;
      Answer answer = http.post(dialect.getKey(), dialect.getValue().formatted(count), Map.of());
      assertThat(answer.status()).as(answer.text()).isBetween(200, 202);
      accepted.add(answer.header("x-atelier-job").orElseThrow());
    }
    return accepted;
  }

  /** Its one slot keeps calls from overlapping, so that none may come within the told time. */
  private void restedUntilTold() {
    assertThat(throttledNanos).isNotEmpty();
    for (long throttled : throttledNanos) {
      orderedNanos.stream()
          .filter(ordered -> ordered > throttled)
          .findFirst()
          .ifPresent(
              next -> assertThat(Duration.ofNanos(next - throttled)).isGreaterThanOrEqualTo(TOLD));
    }
  }

  /** Now and then, to see whether it is back. */
  private static void tried(String account, int calls) {
    assertThat(calls).as("calls of %s", account).isBetween(1, JOBS / 10);
  }

  /** It was tried now and then, and says why it rests. */
  private static void benched(RawHttp http, String account, int calls, String... evidence)
      throws IOException {
    tried(account, calls);
    JsonNode shown = JsonMapper.shared().readTree(http.get("/api/v1/accounts/" + account).text());
    assertThat(shown.path("state").asString()).as(account).isEqualTo("resting");
    assertThat(shown.path("cooldowns").path(0).path("evidence").asString()).contains(evidence);
    assertThat(shown.path("cooldowns").path(0).path("until").asString()).isNotEmpty();
  }

  /** Images that this account delivered, by our own record. */
  private int images(String account) throws Exception {
    return rows(
            "SELECT images FROM job_attempt WHERE account = '%s' AND outcome = 'succeeded'"
                .formatted(account))
        .stream()
        .mapToInt(images -> images.split(",").length)
        .sum();
  }

  private int calls(String account) throws Exception {
    return rows("SELECT id FROM job_attempt WHERE account = '%s'".formatted(account)).size();
  }

  private Fault[] everyFifthThrottled() {
    var faults = new Fault[FAULTS];
    for (int call = 0; call < FAULTS; call++) {
      faults[call] = noted(call % 5 == 4 ? throttled() : Fault.none());
    }
    return faults;
  }

  private Fault noted(Fault fault) {
    return (work, reply) -> {
      orderedNanos.add(System.nanoTime());
      fault.answer(work, reply);
    };
  }

  private Fault throttled() {
    Fault answer =
        Fault.json(
            429,
            FakeOpenAi.errorBody("requests", "rate_limit_exceeded", "Rate limit reached"),
            "Retry-After",
            Long.toString(TOLD.toSeconds()));
    return (work, reply) -> {
      throttledNanos.add(System.nanoTime());
      answer.answer(work, reply);
    };
  }

  private static Fault unpaid() {
    return Fault.json(402, FakeApiMart.error(402, "balance is not enough", "payment_required"));
  }

  private static Fault[] everyTenthFails() {
    var faults = new Fault[FAULTS];
    Fault failed =
        Fault.json(500, "{\"errors\":[{\"code\":\"internalServerError\",\"message\":\"oh\"}]}");
    for (int call = 0; call < FAULTS; call++) {
      faults[call] = call % 10 == 9 ? failed : Fault.none();
    }
    return faults;
  }

  private static Fault[] always(Fault fault) {
    return Collections.nCopies(FAULTS, fault).toArray(Fault[]::new);
  }

  private static URI closedPort() throws IOException {
    try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return URI.create("http://127.0.0.1:" + closed.getLocalPort() + "/v1");
    }
  }

  private static void add(
      RawHttp http,
      String name,
      String provider,
      URI base,
      int concurrency,
      Map<String, String> models)
      throws IOException {
    var account =
        Map.of(
            "name", name,
            "provider", provider,
            "base_url", base.toString(),
            "secret", Vendor.SECRET,
            "models", models,
            "concurrency", concurrency);
    Answer added =
        http.post("/api/v1/accounts", JsonMapper.shared().writeValueAsString(account), Map.of());
    assertThat(added.status()).as(added.text()).isEqualTo(201);
  }

  private List<String> rows(String sql) throws Exception {
    return new Rows(directory).texts(sql);
  }

  private AtelierServer start() {
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
                ServerProcess.data(directory).toString(),
                "log.access",
                "false")),
        List.of());
  }
}
