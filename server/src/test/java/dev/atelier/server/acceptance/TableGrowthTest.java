package dev.atelier.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.database.PostgresAddress;
import dev.atelier.database.PostgresServer;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * How many bytes a job leaves on PostgreSQL: the rows of one that a server made, many times with
 * other ids. {@code -Datelier.growth.jobs=100000} measures what {@code docs/scaling.md} says.
 */
@Timeout(300)
class TableGrowthTest {
  private static final int JOBS = Integer.getInteger("atelier.growth.jobs", 4_000);
  private static final Path SCALING = Path.of("../docs/scaling.md");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([a-z_]+)` \\| ([0-9,]+) \\| ([0-9,]+) \\|$");

  /** Fewer rows fill their pages otherwise. */
  private static final Percentage CLOSE = Percentage.withPercentage(30);

  /** Tables with rows for each job, and their columns with ids that are other ones in each. */
  private static final Map<String, List<String>> PER_JOB =
      new TreeMap<>(
          Map.of(
              "job", List.of("id"),
              "job_image", List.of("job", "artifact"),
              "job_attempt", List.of("job", "id"),
              "artifact", List.of("id", "hash"),
              "stored_object", List.of("hash"),
              "idempotency_record", List.of("job", "idempotency_key", "fingerprint"),
              "ledger_entries", List.of("job"),
              "upstream_costs", List.of("attempt", "job")));

  private record Size(long table, long indexes) {}

  @Test
  void a_job_takes_as_much_as_is_said() throws Exception {
    PostgresAddress database = PostgresServer.empty();
    make(database);
    var sizes = new TreeMap<String, Size>();
    try (var connection = DriverManager.getConnection(database.url(), "postgres", "")) {
      for (var table : PER_JOB.entrySet()) {
        multiply(connection, table.getKey(), table.getValue());
        sizes.put(table.getKey(), size(connection, table.getKey()));
      }
    }
    sizes.forEach((name, size) ->
        System.out.printf("| `%s` | %,d | %,d |%n", name, size.table(), size.indexes()));

    Map<String, Size> said = said();
    assertThat(said.keySet()).isEqualTo(sizes.keySet());
    assertThat(total(sizes)).isCloseTo(total(said), CLOSE);
    for (String table : List.of("job", "job_attempt")) {
      assertThat(of(sizes, table)).as(table).isCloseTo(of(said, table), CLOSE);
    }
  }

  private static long of(Map<String, Size> sizes, String table) {
    return Objects.requireNonNull(sizes.get(table)).table();
  }

  /** One picture of a client that sends an idempotency key. */
  private static void make(PostgresAddress database) throws Exception {
    var settings = Map.of("database", database.url(), "database-user", "postgres");
    try (var server = LiveServer.start(settings)) {
      var made =
          server.send(
              server
                  .request("/v1/images/generations")
                  .setHeader("Content-Type", "application/json")
                  .setHeader("Idempotency-Key", "01a22e1d-b916-7290-89b4-2efdbb26c438")
                  .POST(
                      HttpRequest.BodyPublishers.ofString(
                          "{\"model\":\"gpt-image-2\",\"prompt\":\"a red fox asleep in the snow, soft"
                              + " morning light\",\"size\":\"1024x1024\",\"quality\":\"medium\"}")));
      assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> server.jobs().stream().allMatch(job -> job.state().name().equals("SUCCEEDED")));
    }
    try (var connection = DriverManager.getConnection(database.url(), "postgres", "");
        var statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO stored_object (hash, sealed, unnamed) SELECT hash, created, 0 FROM artifact");
      statement.execute(
          "INSERT INTO upstream_costs (attempt, job, account, micros, ambiguous, created)"
              + " SELECT id, job, 'first-account', 12345, 0, begun FROM job_attempt"
              + " ON CONFLICT DO NOTHING");
    }
  }

  /** The same rows again with other ids, which grow as those of jobs do; hashes do not. */
  private static void multiply(Connection connection, String table, List<String> ids)
      throws Exception {
    String all =
        columns(connection, table).stream()
            .map(column ->
                !ids.contains(column)
                    ? "t." + column
                    : List.of("hash", "fingerprint").contains(column)
                        ? "encode(sha256((t." + column + " || n)::bytea), 'hex')"
                        : "lpad(to_hex(n), 8, '0') || substr(t." + column + ", 9)")
            .collect(Collectors.joining(", "));
    try (var statement = connection.createStatement()) {
      assertThat(
              statement.executeUpdate(
                  "INSERT INTO %s SELECT %s FROM %s AS t, generate_series(1, %d) AS n"
                      .formatted(table, all, table, JOBS)))
          .as(table)
          .isPositive();
      statement.execute("VACUUM " + table);
    }
  }

  private static List<String> columns(Connection connection, String table) throws Exception {
    var names = new ArrayList<String>();
    try (ResultSet found = connection.getMetaData().getColumns(null, "public", table, "%")) {
      while (found.next()) {
        names.add(found.getString("COLUMN_NAME"));
      }
    }
    return names;
  }

  private static Size size(Connection connection, String table) throws Exception {
    try (var statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "SELECT pg_table_size('%1$s'), pg_indexes_size('%1$s')".formatted(table))) {
      found.next();
      return new Size(found.getLong(1) / JOBS, found.getLong(2) / JOBS);
    }
  }

  private static Map<String, Size> said() throws Exception {
    var said = new TreeMap<String, Size>();
    ROW.matcher(Files.readString(SCALING))
        .results()
        .forEach(
            row -> said.put(row.group(1), new Size(number(row.group(2)), number(row.group(3)))));
    return said;
  }

  private static long number(String text) {
    return Long.parseLong(text.replace(",", ""));
  }

  private static long total(Map<String, Size> sizes) {
    return sizes.values().stream().mapToLong(size -> size.table() + size.indexes()).sum();
  }
}
