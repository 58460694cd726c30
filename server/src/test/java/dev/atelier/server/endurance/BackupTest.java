package dev.atelier.server.endurance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.metering.ledger.LedgerAudit;
import dev.atelier.server.config.ServerConfig;
import dev.atelier.server.wiring.DatabaseModule;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Backups of a server that goes on making and erasing pictures, and what is restored of them. */
class BackupTest {
  private static final int BACKUPS = 3;
  private static final int CLIENTS = 4;
  private static final List<String> FAST_START =
      List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Xmx128m");

  /** What was made and stays: a picture's hash by its link, a job for each. */
  private record Kept(String job, String link, byte[] bytes) {}

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  private final Map<String, Kept> kept = new ConcurrentHashMap<>();
  private final AtomicInteger erased = new AtomicInteger();
  private final AtomicInteger ordered = new AtomicInteger();
  private volatile boolean over;

  @Test
  void all_that_was_made_before_is_in_a_backup_under_load_and_nothing_in_it_is_torn()
      throws Exception {
    List<List<Kept>> before = new ArrayList<>();
    try (var server = start(directory);
        var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        all.add(clients.submit(() -> load(server.http())));
      }
      for (int i = 0; i < BACKUPS; i++) {
        int more = 20 * (i + 1);
        await()
            .atMost(Duration.ofSeconds(120))
            .until(() ->
                all.stream().anyMatch(Future::isDone)
                    || (kept.size() >= more && erased.get() >= more / 4));
        before.add(List.copyOf(kept.values()));
        backUp(directory.resolve("backup" + i));
      }
      over = true;
      for (Future<?> one : all) {
        one.get();
      }
    }
    for (int i = 0; i < BACKUPS; i++) {
      Path restored = restore(directory.resolve("backup" + i), "restored" + i);
      assertInOrder(restored);
      assertServes(restored, before.get(i));
    }
  }

  @Test
  void what_is_restored_of_a_quiet_server_is_the_same() throws Exception {
    Path file = directory.resolve("backup.zip");
    try (var server = start(directory)) {
      for (int i = 0; i < 6; i++) {
        order(server.http(), Optional.empty());
      }
      backUp(file);
    }
    Path restored = restore(file, "restored");

    for (String rows :
        List.of(
            "SELECT id || state || tenant || created FROM job ORDER BY id",
            "SELECT job || idx || state || COALESCE(artifact, '') FROM job_image ORDER BY job, idx",
            "SELECT id || job || COALESCE(outcome, '') FROM job_attempt ORDER BY id",
            "SELECT id || tenant || hash || bytes || created FROM artifact ORDER BY id",
            "SELECT tenant || ':' || funds || ':' || held || ':' || charged FROM balances",
            "SELECT * FROM ledger_entries ORDER BY 1")) {
      assertThat(new Rows(restored).texts(rows))
          .as(rows)
          .isNotEmpty()
          .isEqualTo(new Rows(directory).texts(rows));
    }
    assertThat(ServerProcess.data(restored).resolve("secret.key"))
        .hasSameTextualContentAs(ServerProcess.data(directory).resolve("secret.key"));
    assertInOrder(restored);
    assertServes(restored, List.copyOf(kept.values()));
  }

  /** Orders pictures, small and large ones, and has every other customer's erased. */
  private void load(RawHttp http) {
    try {
      while (!over) {
        order(http, Optional.empty());
        String user = "user-" + ordered.incrementAndGet();
        order(http, Optional.of(user));
        Answer answer = http.delete("/api/v1/tenants/default/users/" + user + "/data");
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        erased.incrementAndGet();
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * @param user whose picture is to be erased; nobody's is kept
   */
  private void order(RawHttp http, Optional<String> user) throws IOException {
    int number = ordered.incrementAndGet();
    Answer answer =
        http.post(
            "/v1/images/generations",
            "{\"model\":\"tiny-1\",\"prompt\":\"fox %d\",\"size\":\"%s\",\"quality\":\"low\",\"response_format\":\"url\"%s}"
                .formatted(
                    number,
                    number % 3 == 0 ? "256x256" : "64x64",
                    user.map(name -> ",\"user\":\"" + name + "\"").orElse("")),
            Map.of());
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    URI link = URI.create(json(answer).at("/data/0/url").asString());
    if (user.isEmpty()) {
      String path =
          link.getRawPath() + (link.getRawQuery() == null ? "" : "?" + link.getRawQuery());
      kept.put(
          path,
          new Kept(answer.header("x-atelier-job").orElseThrow(), path, http.get(path).body()));
    }
  }

  private void backUp(Path place) throws Exception {
    JsonNode told =
        CommandRun.of(
                directory,
                "backup",
                place.toString(),
                "--json",
                "--data",
                ServerProcess.data(directory).toString())
            .json();

    assertThat(told.path("contents").asInt()).isPositive();
    assertThat(told.path("damaged").asInt(-1)).isZero();
    assertThat(told.path("secret_key").asString()).isEqualTo("included");
  }

  private Path restore(Path backup, String name) throws Exception {
    Path restored = Files.createDirectory(directory.resolve(name));
    CommandRun.of(
            directory,
            "restore",
            backup.toString(),
            "--json",
            "--data",
            ServerProcess.data(restored).toString())
        .json();
    return restored;
  }

  /** Every row's content is there and whole, and no money is made or lost. */
  private static void assertInOrder(Path restored) throws Exception {
    new Aftermath(restored).noFileTorn();
    ServerConfig config =
        ServerConfig.load(
            Optional.empty(), Map.of(), Map.of("data", ServerProcess.data(restored).toString()));
    try (DatabaseModule records = DatabaseModule.open(config, InstantSource.system())) {
      assertThat(records.database().read(LedgerAudit::check)).isEmpty();
    }
  }

  /** A server there goes on with what was running, and the links of before are good. */
  private static void assertServes(Path restored, List<Kept> before) throws Exception {
    try (var server = start(restored)) {
      for (Kept one : before) {
        Answer answer = server.http().get(one.link());
        assertThat(answer.status()).as(one.link()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(one.bytes());
      }
      assertThat(new Rows(restored).texts("SELECT id FROM job WHERE state = 'SUCCEEDED'"))
          .containsAll(before.stream().map(Kept::job).toList());
      await().atMost(Duration.ofSeconds(60)).until(() -> allEnded(restored));
    }
    new Aftermath(restored).everyJobEnded();
    assertThat(new Rows(restored).texts("SELECT held FROM balances")).containsOnly("0");
  }

  private static boolean allEnded(Path restored) throws SQLException {
    return new Rows(restored).count("SELECT id FROM job WHERE state IN ('QUEUED', 'RUNNING')") == 0;
  }

  private static ServerProcess start(Path directory) throws IOException {
    return ServerProcess.start(directory, ProviderKind.FREE, FAST_START, Map.of());
  }

  private static JsonNode json(Answer answer) {
    return JsonMapper.shared().readTree(answer.text());
  }
}
