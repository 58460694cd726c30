package dev.atelier.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.database.PostgresAddress;
import dev.atelier.database.PostgresServer;
import dev.atelier.metering.ledger.LedgerAudit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code deploy/postgresql/partition.sql}: jobs by month, and a server that knows nothing of it.
 */
@Timeout(180)
class PartitionTest {
  private static final Path SQL = Path.of("../deploy/postgresql/partition.sql");

  private final PostgresAddress database = PostgresServer.empty();

  @Test
  void a_server_works_on_jobs_by_month_and_a_month_can_be_put_away() throws Exception {
    var settings =
        Map.of(
            "database", database.url(),
            "database-user", "postgres",
            "allow-private-networks", "true");
    Set<String> before;
    try (var server = LiveServer.start(settings)) {
      orderAll(server);
      before = jobs(server);
    }
    sql(Files.readString(SQL));
    try (var server = LiveServer.start(settings)) {
      orderAll(server);
      Set<String> after = jobs(server);
      assertThat(after).containsAll(before).hasSize(2 * before.size());
      assertThat(count("SELECT COUNT(*) FROM job_first")).isEqualTo(after.size());

      String month =
          YearMonth.now(ZoneOffset.UTC)
              .plusMonths(1)
              .format(DateTimeFormatter.ofPattern("uuuu_MM"));
      moveToNextMonth(before.iterator().next());
      assertThat(count("SELECT COUNT(*) FROM job_" + month)).isEqualTo(1);
      assertThat(count("SELECT COUNT(*) FROM job_image_" + month)).isEqualTo(1);
      assertThat(jobs(server)).hasSize(after.size());
      for (String table : List.of("job", "job_image", "job_attempt")) {
        sql("ALTER TABLE %1$s DETACH PARTITION %1$s_%2$s CONCURRENTLY".formatted(table, month));
      }

      assertThat(jobs(server)).hasSize(after.size() - 1);
      assertThat(count("SELECT COUNT(*) FROM job_" + month)).as("put away").isEqualTo(1);
      Dialect.OPENAI.assertAccepted(server.postJson(Dialect.OPENAI.path, Dialect.OPENAI.order()));
      try (var records = server.records()) {
        assertThat(records.database().read(LedgerAudit::check)).isEmpty();
      }
    }
  }

  private static void orderAll(LiveServer server) {
    for (Dialect dialect : Dialect.values()) {
      dialect.assertAccepted(server.postJson(dialect.path, dialect.order()));
    }
    await()
        .atMost(Duration.ofSeconds(90))
        .until(
            () -> server.jobs().stream().allMatch(job -> job.state().name().equals("SUCCEEDED")));
  }

  /** As a server tells them. */
  private static Set<String> jobs(LiveServer server) {
    var ids = new HashSet<String>();
    JsonNode told =
        JsonMapper.shared().readTree(server.get("/api/v1/jobs?limit=100").body()).path("data");
    told.forEach(job -> ids.add(job.path("id").asString()));
    return ids;
  }

  /** As if it had come in then: a row goes to the partition of its id. */
  private void moveToNextMonth(String job) throws Exception {
    String moved =
        "atelier_job_id(date_trunc('month', now()) + INTERVAL '40 days') || substr('%s', 14)"
            .formatted(job);
    sql("UPDATE job SET id = %s WHERE id = '%s'".formatted(moved, job));
    sql("UPDATE job_image SET job = %s WHERE job = '%s'".formatted(moved, job));
    sql("UPDATE job_attempt SET job = %s WHERE job = '%s'".formatted(moved, job));
  }

  private void sql(String sql) throws Exception {
    try (var connection = DriverManager.getConnection(database.url(), "postgres", "");
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private long count(String sql) throws Exception {
    try (var connection = DriverManager.getConnection(database.url(), "postgres", "");
        var statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      found.next();
      return found.getLong(1);
    }
  }
}
