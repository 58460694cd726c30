package dev.atelier.server.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A server is killed again and again at random instants under load, and its data directory served
 * again: nothing accepted is lost, nothing is charged twice, nothing is torn. {@code -Dseed=…}
 * replays the instants and requests of a run.
 */
@Execution(ExecutionMode.CONCURRENT)
class KillTest {
  private static final long SEED = Long.getLong("seed", 20_261_120);
  private static final int KILLS = Integer.getInteger("kills", 17);
  private static final int INSTANT_MILLIS_MIN = 50;
  private static final int INSTANT_MILLIS_MAX = 600;
  private static final int WARM_SECONDS_MAX = 10;
  private static final int REPLAYS = 100;
  private static final List<String> FAST_START =
      List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Xmx128m");

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  @ParameterizedTest
  @EnumSource
  void a_server_killed_at_any_instant_keeps_its_promises(ProviderKind kind) throws Exception {
    try {
      keepsItsPromises(kind, new SplittableRandom(SEED ^ kind.name().hashCode()));
    } catch (Throwable e) {
      throw new AssertionError("with -Dseed=" + SEED, e);
    }
  }

  private void keepsItsPromises(ProviderKind kind, SplittableRandom random) throws Exception {
    var customers = new Customers(random.split());
    var cutOff = new HashSet<String>();
    for (int kill = 0; kill < KILLS; kill++) {
      List<String> dead = nodes(kill);
      cutOff.addAll(cutOff(kill, kind));
      try (var server = start(kind)) {
        leasesAreFree(dead);
        boolean warm = random.nextBoolean();
        customers.visit(
            server.http(),
            firstAnswer -> {
              if (warm) {
                firstAnswer.await(WARM_SECONDS_MAX, TimeUnit.SECONDS);
              }
              Thread.sleep(random.nextInt(INSTANT_MILLIS_MIN, INSTANT_MILLIS_MAX));
              server.kill();
            });
      }
    }
    List<String> dead = nodes(KILLS);
    cutOff.addAll(cutOff(KILLS, kind));
    try (var server = start(kind)) {
      leasesAreFree(dead);
      customers.insist(server.http());
      awaitIdle();
      everyAnswerIsFinal(customers, kind);
      replays(customers, server.http());
    }
    inspect(customers, kind, cutOff);
  }

  private ServerProcess start(ProviderKind kind) throws IOException {
    return ServerProcess.start(directory, kind, FAST_START, Map.of());
  }

  /** Processes that hold leases; they are dead when this is asked. */
  private List<String> nodes(int kills) throws Exception {
    return kills == 0
        ? List.of()
        : new Rows(directory).texts("SELECT DISTINCT node FROM job WHERE state = 'RUNNING'");
  }

  /** Calls that had left when the server died, and cannot be found again at the upstream. */
  private List<String> cutOff(int kills, ProviderKind kind) throws Exception {
    String lost = kind == ProviderKind.RESUMABLE ? " AND remote_id IS NULL" : "";
    return kills == 0
        ? List.of()
        : new Rows(directory)
            .texts("SELECT id FROM job_attempt WHERE outcome IS NULL AND sent IS NOT NULL" + lost);
  }

  private void leasesAreFree(List<String> dead) throws Exception {
    assertThat(new Rows(directory).texts("SELECT node FROM job WHERE state = 'RUNNING'"))
        .noneMatch(dead::contains);
  }

  private void awaitIdle() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> new Aftermath(directory).everyJobEnded());
  }

  private static void everyAnswerIsFinal(Customers customers, ProviderKind kind) {
    assertThat(customers.answered()).isNotEmpty();
    customers
        .answered()
        .forEach((subscription, answer) -> {
          assertThat(
                  delivered(subscription, answer) || (kind != ProviderKind.FREE && unknown(answer)))
              .as("%s was answered %s", subscription, answer)
              .isTrue();
        });
  }

  private static boolean delivered(EnduranceOrder subscription, Answer answer) {
    String each = subscription.stream() ? "event: image_generation.completed" : "\"b64_json\"";
    return answer.status() == 200
        && answer.text().split(each, -1).length - 1 == subscription.count();
  }

  /** What became of a paid call that the kill cut off: it is not made again. */
  private static boolean unknown(Answer answer) {
    return answer.text().contains("did not say whether it made the image");
  }

  private static String withoutRequestId(Answer answer) {
    return answer.text().replaceAll("req_[0-9a-f]+", "");
  }

  private static void replays(Customers customers, RawHttp http) throws IOException {
    for (var entry : customers.answered().entrySet().stream().limit(REPLAYS).toList()) {
      Answer first = entry.getValue();
      Answer again = Customers.ask(http, entry.getKey(), true);
      assertThat(again.header("x-atelier-job")).isEqualTo(first.header("x-atelier-job"));
      if (!entry.getKey().stream()) {
        assertThat(again.status()).isEqualTo(first.status());
        assertThat(withoutRequestId(again)).isEqualTo(withoutRequestId(first));
      }
    }
  }

  private void inspect(Customers customers, ProviderKind kind, Set<String> cutOff)
      throws Exception {
    var aftermath = new Aftermath(directory);
    for (EnduranceOrder subscription : customers.answered().keySet()) {
      aftermath.oneJobFor(subscription);
    }
    aftermath.everyJobEnded();
    aftermath.booksBalance();
    aftermath.noFileTorn();
    aftermath.nothingStaged();
    if (kind != ProviderKind.FREE) {
      aftermath.spentOnce();
      aftermath.ambiguousSpendRecorded();
      aftermath.onlyUnknown(cutOff);
      aftermath.billAgrees();
      int ordered = customers.answered().keySet().stream().mapToInt(EnduranceOrder::count).sum();
      aftermath.deliveredAtLeast(ordered, cutOff);
    }
    System.out.printf("%s: %d requests over %d kills%n", kind, customers.answered().size(), KILLS);
  }
}
