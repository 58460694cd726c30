package dev.atelier.server.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server is killed while its calls to one vendor stand at every point that there is, each call
 * held there; the next one brings every job to its end. The vendor's own bill is the witness.
 */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(300)
class VendorKillTest {
  /** What the vendor bills for one image, and the customer pays: its text and its tokens. */
  private static final long IMAGE_MICROS = 552_000;

  private static final List<String> FAST_START =
      List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Xmx128m");

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  @ParameterizedTest
  @EnumSource
  void a_call_cut_off_anywhere_is_finished_or_known_to_be_ambiguous(VendorKind kind)
      throws Exception {
    try (var vendor = kind.start();
        var gate = new VendorGate(vendor.service().base());
        var door = Door.before(gate.port())) {
      killedBeforeAnythingLeft(kind, vendor, door);
      door.open();
      killedAtEveryOtherPoint(kind, gate);
      gate.open();
      try (var server = serve()) {
        awaitEnd(kind.points());
        server.kill();
      }
      for (KillPoint point : kind.points()) {
        endedAsItMust(kind, gate, point);
      }
      billsAgree(kind, vendor, gate);
    }
    var aftermath = new Aftermath(directory);
    aftermath.everyJobEnded();
    aftermath.booksBalance();
    aftermath.noFileTorn();
    aftermath.nothingStaged();
  }

  private void killedBeforeAnythingLeft(VendorKind kind, Vendor vendor, Door door)
      throws Exception {
    try (var server = serve()) {
      addAccount(server, kind, vendor, door, held(kind).size());
      submit(server, kind, KillPoint.AFTER_INTENT);
      await(() ->
          assertThat(attempts(KillPoint.AFTER_INTENT, "outcome IS NULL AND sent IS NULL"))
              .isEqualTo(1));
      server.kill();
    }
  }

  private void killedAtEveryOtherPoint(VendorKind kind, VendorGate gate) throws Exception {
    try (var server = serve()) {
      Set<KillPoint> held = held(kind);
      for (KillPoint point : held) {
        submit(server, kind, point);
      }
      for (KillPoint point : held) {
        gate.awaitHeld(point);
      }
      awaitEnd(EnumSet.of(KillPoint.AFTER_INTENT));
      submit(server, kind, KillPoint.BEFORE_INTENT);
      assertThat(attempts(KillPoint.BEFORE_INTENT, "1 = 1")).isZero();
      if (held.contains(KillPoint.AFTER_REMOTE_ID)) {
        gate.release(KillPoint.AFTER_REMOTE_ID);
        await(() ->
            assertThat(attempts(KillPoint.AFTER_REMOTE_ID, "remote_id IS NOT NULL")).isEqualTo(1));
      }
      killedBeforeTheCommit(server, gate);
    }
  }

  /** The image is stored; that its row is written, another writer of the database prevents. */
  private void killedBeforeTheCommit(ServerProcess server, VendorGate gate) throws Exception {
    int before = artifacts();
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:sqlite:" + ServerProcess.data(directory).resolve("atelier.db"));
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 10000");
      statement.execute("BEGIN IMMEDIATE");
      gate.release(KillPoint.BEFORE_COMMIT);
      await(() -> assertThat(artifacts()).isEqualTo(before + 1));
      server.kill();
      statement.execute("ROLLBACK");
    }
  }

  /** Those that wait at the vendor when the server dies. */
  private static Set<KillPoint> held(VendorKind kind) {
    Set<KillPoint> held = EnumSet.copyOf(kind.points());
    held.removeAll(EnumSet.of(KillPoint.BEFORE_INTENT, KillPoint.AFTER_INTENT));
    return held;
  }

  private ServerProcess serve() throws IOException {
    return ServerProcess.serve(directory, FAST_START, Map.of());
  }

  /** As many calls at once as will be held, so that one job more has to wait. */
  private static void addAccount(
      ServerProcess server, VendorKind kind, Vendor vendor, Door door, int concurrency)
      throws IOException {
    var account =
        Map.of(
            "name",
            "vendor",
            "provider",
            vendor.provider(),
            "base_url",
            door.uri() + vendor.service().base().getPath(),
            "secret",
            Vendor.SECRET,
            "models",
            Map.of("tiny-1", "gpt-image-2"),
            "options",
            Map.of("price.tiny-1", BigDecimal.valueOf(kind.imageMicros(), 6).toPlainString()),
            "concurrency",
            concurrency);
    Answer added =
        server
            .http()
            .post("/api/v1/accounts", JsonMapper.shared().writeValueAsString(account), Map.of());
    assertThat(added.status()).as(added.text()).isEqualTo(201);
  }

  /** Accepted when this returns; whoever waits on the line for it is left by a killed server. */
  private void submit(ServerProcess server, VendorKind kind, KillPoint point) throws IOException {
    if (kind.streams()) {
      Thread.startVirtualThread(() -> waitOnTheLine(server, point));
      await(() -> assertThat(job(point)).hasSize(1));
    } else {
      Answer answer = server.http().post("/api/v1/jobs", order(point, ""), Map.of());
      assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    }
  }

  private static void waitOnTheLine(ServerProcess server, KillPoint point) {
    try {
      server
          .http()
          .post(
              "/v1/images/generations",
              order(point, ",\"stream\":true,\"partial_images\":1"),
              Map.of());
    } catch (IOException e) {
      // the server was killed
    }
  }

  private static String order(KillPoint point, String further) {
    return """
    {"model":"tiny-1","prompt":"%s","size":"1024x1024","quality":"low","n":%d%s}\
    """
        .formatted(point.prompt(), point.images(), further);
  }

  private List<String> job(KillPoint point) throws SQLException {
    return new Rows(directory).texts(jobs("id", point));
  }

  private static String jobs(String column, KillPoint point) {
    return "SELECT %s FROM job WHERE request LIKE '%%\"%s\"%%'".formatted(column, point.prompt());
  }

  private void awaitEnd(Set<KillPoint> points) {
    await(() -> {
      for (KillPoint point : points) {
        assertThat(texts(jobs("state", point))).as(point.name()).isSubsetOf("SUCCEEDED", "FAILED");
      }
    });
  }

  private void endedAsItMust(VendorKind kind, VendorGate gate, KillPoint point) throws Exception {
    boolean lost = kind.ambiguous(point);
    long delivered = lost ? 0 : point.images();
    assertThat(texts(jobs("state", point)))
        .as(point.name())
        .containsExactly(lost ? "FAILED" : "SUCCEEDED");
    assertThat(
            texts(
                "SELECT SUM(charged) FROM ledger_entries WHERE job IN (%s)"
                    .formatted(jobs("id", point))))
        .as("%s is charged", point)
        .containsExactly(Long.toString(delivered * IMAGE_MICROS));
    assertThat(gate.orders(point)).as("%s is ordered", point).isEqualTo(kind.orders(point));
    assertThat(attempts(point, "outcome = 'unknown'"))
        .as("%s is ambiguous", point)
        .isEqualTo(lost ? 1 : 0);
  }

  /** To the cent, whether the vendor tells what it bills or only its price is known. */
  private void billsAgree(VendorKind kind, Vendor vendor, VendorGate gate) throws Exception {
    long image = kind.imageMicros();
    long ambiguous = kind.points().stream().filter(kind::ambiguous).count();
    long taken = kind.points().stream().filter(kind::ambiguous).mapToInt(gate::orders).sum();
    long known = micros("ambiguous = 0");
    long billed =
        kind.billsByTheImage()
            ? vendor.service().bill().microUsd()
            : vendor.service().bill().images() * image;
    assertThat(micros("ambiguous = 1")).isEqualTo(ambiguous * image);
    assertThat(billed).as("the vendor's bill").isBetween(known, known + taken * image);
    assertThat(known)
        .as("what we know that we owe")
        .isEqualTo(
            kind.points().stream()
                .filter(point -> !kind.ambiguous(point))
                .mapToLong(point -> point.images() * image)
                .sum());
  }

  private long micros(String where) throws SQLException {
    return Long.parseLong(
        new Rows(directory)
            .texts("SELECT COALESCE(SUM(micros), 0) FROM upstream_costs WHERE " + where)
            .getFirst());
  }

  private List<String> texts(String sql) throws SQLException {
    return new Rows(directory).texts(sql);
  }

  private long attempts(KillPoint point, String where) throws SQLException {
    return new Rows(directory)
        .count(
            "SELECT id FROM job_attempt WHERE job IN (%s) AND %s"
                .formatted(jobs("id", point), where));
  }

  private int artifacts() throws IOException {
    return StoredContents.in(ServerProcess.data(directory)).all().size();
  }

  private static void await(ThrowingRunnable assertion) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(assertion);
  }
}
