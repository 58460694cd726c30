package dev.atelier.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.database.PostgresAddress;
import dev.atelier.database.PostgresServer;
import dev.atelier.image.JobId;
import dev.atelier.metering.ledger.LedgerAudit;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobState;
import dev.atelier.server.PrintedCommand;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole server with its rows on PostgreSQL. */
class OnPostgresTest {
  private PostgresAddress database;
  private LiveServer server;

  @BeforeEach
  void start() {
    database = PostgresServer.empty();
    server = LiveServer.start(settings());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Map<String, String> settings() {
    return new HashMap<>(
        Map.of(
            "database", database.url(),
            "database-user", "postgres",
            "allow-private-networks", "true"));
  }

  @Test
  void pictures_of_every_api_are_there_after_a_restart() {
    for (Dialect dialect : Dialect.values()) {
      dialect.assertAccepted(server.postJson(dialect.path, dialect.order()));
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> states().equals(List.of(JobState.SUCCEEDED)));
    List<Job> made = server.jobs();
    assertThat(made).hasSize(Dialect.values().length);

    server = server.restarted();

    assertThat(ids(server.jobs())).isEqualTo(ids(made));
    for (Job job : made) {
      HttpResponse<String> told = server.get("/api/v1/jobs/" + job.id());
      assertThat(told.statusCode()).as(told.body()).isEqualTo(200);
      assertThat(told.body()).contains("succeeded");
    }
    Dialect.OPENAI.assertAccepted(server.postJson(Dialect.OPENAI.path, Dialect.OPENAI.order()));
    try (var records = server.records()) {
      assertThat(records.database().read(LedgerAudit::check)).isEmpty();
      assertThat(records.database().read(tx -> records.queue().depth(tx)).queued()).isZero();
    }
  }

  @Test
  void while_the_database_is_away_everybody_is_told_to_come_back_and_then_served() {
    String link = link();
    String name = database.url().replaceFirst(".*/", "");
    PostgresServer.administer("ALTER DATABASE " + name + " ALLOW_CONNECTIONS false");
    PostgresServer.administer(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'");

    for (Dialect dialect : Dialect.values()) {
      HttpResponse<String> refused = server.postJson(dialect.path, dialect.order());
      dialect.assertError(refused, 503);
      assertThat(refused.headers().firstValue("retry-after")).as(dialect.name()).isPresent();
    }
    HttpResponse<String> file = server.get(link);
    assertThat(file.statusCode()).as(file.body()).isEqualTo(503);
    assertThat(file.headers().firstValue("retry-after")).isPresent();
    assertThat(server.get("/readyz").statusCode()).isEqualTo(503);
    assertThat(server.get("/healthz").statusCode()).isEqualTo(200);

    PostgresServer.administer("ALTER DATABASE " + name + " ALLOW_CONNECTIONS true");
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> server.get("/readyz").statusCode() == 200);
    assertThat(server.get(link).statusCode()).isEqualTo(200);
    Dialect.OPENAI.assertAccepted(server.postJson(Dialect.OPENAI.path, Dialect.OPENAI.order()));
  }

  @Test
  void commands_beside_the_server_work_on_the_same_rows(@TempDir Path directory) throws Exception {
    Dialect.OPENAI.assertAccepted(server.postJson(Dialect.OPENAI.path, Dialect.OPENAI.order()));
    Path settings = directory.resolve("atelier.yaml");
    Files.writeString(
        settings,
        """
        data: %s
        database: %s
        database-user: postgres
        database-password: not-to-be-told
        port: 0
        """
            .formatted(server.data(), database.url()));
    String where = settings.toString();

    JsonNode migrated = PrintedCommand.run(List.of("migrate", "--json", "--config", where)).json();
    assertThat(migrated.path("applied").size()).isZero();
    assertThat(PrintedCommand.run(List.of("jobs", "list", "--json", "--config", where)).text())
        .contains(server.jobs().getFirst().id().toString());
    PrintedCommand doctor = PrintedCommand.run(List.of("doctor", "--json", "--config", where));
    assertThat(doctor.text()).contains(database.url()).doesNotContain("not-to-be-told");
    String backup = directory.resolve("backup").toString();
    assertThat(PrintedCommand.run(List.of("backup", backup, "--config", where)).code())
        .isEqualTo(3);
  }

  /** To a picture: path and query. */
  private String link() {
    HttpResponse<String> made =
        server.postJson(
            Dialect.OPENAI.path,
            "{\"prompt\":\"a red fox\",\"size\":\"1024x1024\",\"response_format\":\"url\"}");
    URI link =
        URI.create(JsonMapper.shared().readTree(made.body()).at("/data/0/url").stringValue());
    return link.getRawPath() + "?" + link.getRawQuery();
  }

  private List<JobState> states() {
    return server.jobs().stream().map(Job::state).distinct().toList();
  }

  private static List<JobId> ids(List<Job> jobs) {
    return jobs.stream().map(Job::id).collect(Collectors.toList());
  }
}
