package dev.atelier.server.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Without disk or database the server says "later", loses nothing, and comes back by itself. */
class AbsenceTest {
  private static final String PATH = "/v1/images/generations";

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  @Test
  void a_full_disk_turns_new_work_away_and_nothing_else() throws Exception {
    Map<String, String> enough = Map.of("results.disk-free-min", "1KB");
    Answer made;
    try (var server = start(enough)) {
      made = server.http().post(PATH, order("fox delay=0"), Map.of("Idempotency-Key", "fox"));
      assertThat(made.status()).as(made.toString()).isEqualTo(200);
    }
    long tooMuch = Files.getFileStore(directory).getTotalSpace() / 1_000_000 + 1;
    try (var server = start(Map.of("results.disk-free-min", tooMuch + "MB"))) {
      unavailable(server.http().post(PATH, order("owl delay=0"), Map.of()));
      assertThat(server.http().get("/readyz").status()).isEqualTo(503);
      assertThat(server.http().get("/v1/models").status()).isEqualTo(200);
      Answer replayed =
          server.http().post(PATH, order("fox delay=0"), Map.of("Idempotency-Key", "fox"));
      assertThat(replayed.text()).isEqualTo(made.text());
    }
    try (var server = start(enough)) {
      assertThat(server.http().post(PATH, order("owl delay=0"), Map.of()).status()).isEqualTo(200);
    }
    assertThat(new Rows(directory).texts("SELECT state FROM job"))
        .containsExactly("SUCCEEDED", "SUCCEEDED");
  }

  @Test
  void a_database_that_cannot_commit_turns_new_work_away_and_keeps_what_was_made()
      throws Exception {
    try (var server = start(Map.of())) {
      CompletableFuture<Answer> running = ask(server, order("fox delay=4000"));
      Awaitility.await().until(() -> called());
      try (Connection other = locked()) {
        unavailable(server.http().post(PATH, order("owl delay=0"), Map.of()));
        assertThat(running).isNotDone();
        other.rollback();
      }
      assertThat(running.get(60, TimeUnit.SECONDS).status()).isEqualTo(200);
      assertThat(server.http().post(PATH, order("owl delay=0"), Map.of()).status()).isEqualTo(200);
    }
    var aftermath = new Aftermath(directory);
    aftermath.everyJobEnded();
    aftermath.booksBalance();
    aftermath.spentOnce();
  }

  private boolean called() throws IOException {
    Path calls = ServerProcess.calls(directory);
    return Files.exists(calls) && !CallBook.read(calls).isEmpty();
  }

  /** Another process in the middle of a transaction: no commit succeeds until it ends. */
  private Connection locked() throws SQLException {
    Connection other =
        DriverManager.getConnection(
            "jdbc:sqlite:" + ServerProcess.data(directory).resolve("atelier.db"));
    other.setAutoCommit(false);
    try (var statement = other.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 10000");
      statement.execute("UPDATE queue_totals SET claims = claims");
    }
    return other;
  }

  private ServerProcess start(Map<String, String> settings) throws IOException {
    return ServerProcess.start(directory, ProviderKind.PAID, List.of("-Xmx128m"), settings);
  }

  private static CompletableFuture<Answer> ask(ServerProcess server, String order) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return server.http().post(PATH, order, Map.of());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        task -> Thread.ofVirtual().start(task));
  }

  private static void unavailable(Answer answer) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
    assertThat(answer.header("retry-after")).isPresent();
    assertThat(answer.text()).contains("\"service_unavailable_error\"");
  }

  private static String order(String prompt) {
    return """
    {"model":"tiny-1","prompt":"%s","size":"64x64","quality":"low"}\
    """
        .formatted(prompt);
  }
}
