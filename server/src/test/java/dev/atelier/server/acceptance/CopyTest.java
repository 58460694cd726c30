package dev.atelier.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.atelier.database.DataDirectory;
import dev.atelier.database.PostgresAddress;
import dev.atelier.database.PostgresServer;
import dev.atelier.metering.ledger.LedgerAudit;
import dev.atelier.server.PrintedCommand;
import dev.atelier.server.wiring.StartException;
import dev.atelier.storage.s3.DisturbedStore;
import dev.atelier.storage.s3.DisturbedStore.Trouble;
import dev.atelier.storage.s3.S3Location;
import dev.atelier.storage.s3.S3Server;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code atelier copy}: an embedded store becomes one on PostgreSQL and in a bucket. */
@Timeout(300)
class CopyTest {
  private static final int REFUSED = 3;
  private static final int FAILED = 4;

  /** Everything that must be the same, without where contents lie. */
  private static final List<String> COMPARED =
      List.of(
          "SELECT * FROM job ORDER BY id",
          "SELECT * FROM job_image ORDER BY job, idx",
          "SELECT * FROM job_attempt ORDER BY job, id",
          "SELECT * FROM ledger_entries ORDER BY job, kind, image",
          "SELECT * FROM balances ORDER BY tenant",
          "SELECT * FROM api_keys ORDER BY id",
          "SELECT * FROM audit_log ORDER BY id",
          "SELECT id, tenant, hash, bytes, media_type, created, expires FROM artifact ORDER BY id",
          "SELECT * FROM favourite ORDER BY artifact",
          "SELECT * FROM board_image ORDER BY artifact",
          "SELECT * FROM webhook_subscription ORDER BY job, number",
          "SELECT * FROM idempotency_record ORDER BY job");

  @TempDir private static Path made;
  private static CopySource source;

  @TempDir private Path directory;
  private final PostgresAddress database = PostgresServer.empty();
  private final S3Location location = S3Server.location();

  @BeforeAll
  static void make() throws Exception {
    source = CopySource.in(made);
  }

  @Test
  void everything_is_there_and_a_server_goes_on_with_it() throws Exception {
    JsonNode plan = copy("--dry-run").json();
    assertThat(plan.path("target").asString()).isEqualTo("no schema yet");
    assertThat(plan.at("/rows/job").asInt()).isEqualTo(jobs());

    PrintedCommand first = copy();
    assertThat(first.code()).as(first.text()).isZero();
    assertThat(first.json().path("sent").asInt())
        .isEqualTo(S3Server.running().contents(location).size())
        .isEqualTo(first.json().path("contents").asInt())
        .isGreaterThanOrEqualTo(4);
    try (var here = DriverManager.getConnection("jdbc:sqlite:" + source.data() + "/atelier.db");
        var there = connect()) {
      for (String sql : COMPARED) {
        assertThat(rows(there, sql)).as(sql).isNotEmpty().isEqualTo(rows(here, sql));
      }
    }
    List<String> before = everything();

    PrintedCommand again = copy();

    assertThat(again.code()).isZero();
    assertThat(again.json().path("written").asInt(-1)).isZero();
    assertThat(again.json().path("sent").asInt(-1)).isZero();
    assertThat(everything()).isEqualTo(before);
    assertThat(copy("--verify").code()).isZero();
    goOn();
    PrintedCommand late = copy();
    assertThat(late.code()).as("a server works on it").isEqualTo(REFUSED);
    assertThat(copy("--verify").code()).isEqualTo(FAILED);
  }

  /** Another machine, with the secret key and nothing else of the old one. */
  private void goOn() throws Exception {
    var settings = bucket(S3Server.running().endpoint());
    settings.put("database", database.url());
    settings.put("database-user", "postgres");
    settings.put("models", CopySource.models().toString());
    settings.put("allow-private-networks", "true");
    settings.put("data", source.giveKeyTo(directory.resolve("node")).toString());
    try (var server = LiveServer.start(settings)) {
      source
          .ended()
          .forEach((job, told) -> assertThat(CopySource.told(server, job)).isEqualTo(told));
      source
          .links()
          .forEach((link, bytes) ->
              assertThat(
                      server
                          .send(
                              HttpRequest.newBuilder(server.uri(link)), BodyHandlers.ofByteArray())
                          .body())
                  .isEqualTo(bytes));
      await()
          .atMost(Duration.ofSeconds(90))
          .untilAsserted(() -> {
            for (String job : source.open()) {
              JsonNode told = CopySource.json(server.get("/api/v1/jobs/" + job).body());
              assertThat(told.path("state").asString()).isEqualTo("succeeded");
            }
          });
      assertThat(server.get("/api/v1/boards").body()).contains("foxes");
      try (var records = server.records()) {
        assertThat(records.database().read(LedgerAudit::check)).isEmpty();
        assertThat(records.database().read(tx -> records.queue().depth(tx)).queued()).isZero();
      }
      try (var rows = connect()) {
        assertThat(rows(rows, "SELECT SUM(queued), SUM(ready), MIN(ready) FROM queue_lane"))
            .containsExactly("0|0|0|");
        assertThat(
                rows(
                    rows,
                    "SELECT state FROM webhook_delivery WHERE url LIKE '%gone' AND next_attempt > 0"))
            .as("the receiver is tried on")
            .hasSize(1);
      }
    }
  }

  @Test
  void a_copy_that_breaks_off_goes_on() throws Exception {
    try (var store = new DisturbedStore(S3Server.open())) {
      store.all(Trouble.BUSY);
      assertThat(run(settings(store.endpoint(), Map.of("s3.timeout", "2s"))).code())
          .as("the bucket is away")
          .isNotZero();
    }
    assertThat(copy().code()).isZero();
    sql("CREATE TABLE saved AS SELECT * FROM job_image");
    sql("DELETE FROM job_image");
    sql("UPDATE copied_from SET finished = 0");
    sql(
        "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS"
            + " $$ BEGIN RAISE EXCEPTION 'broken'; END $$");
    sql("CREATE TRIGGER fail BEFORE INSERT ON job_image EXECUTE FUNCTION fail()");
    sql("DELETE FROM account_difference");
    sql("UPDATE tenants SET label = 'another'");

    assertThat(copy().code()).as("the database takes no images").isEqualTo(FAILED);
    var target = new HashMap<>(bucket(S3Server.running().endpoint()));
    target.putAll(Map.of("database", database.url(), "database-user", "postgres"));
    target.put("data", directory.resolve("node").toString());
    assertThatThrownBy(() -> LiveServer.start(target))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("cut off");

    sql("DROP TRIGGER fail ON job_image");
    PrintedCommand whole = copy();
    assertThat(whole.code()).as(whole.text()).isZero();
    assertThat(whole.json().path("sent").asInt(-1)).as("contents are there").isZero();
    assertThat(whole.json().path("written").asInt()).isPositive();
    try (var rows = connect()) {
      assertThat(rows(rows, "SELECT * FROM job_image ORDER BY job, idx"))
          .isEqualTo(rows(rows, "SELECT * FROM saved ORDER BY job, idx"));
    }
  }

  @Test
  void what_is_missing_or_changed_in_the_target_is_found() throws Exception {
    assertThat(copy().code()).isZero();
    String lost = S3Server.running().contents(location).getFirst();
    try (var client = S3Server.running().client()) {
      client.deleteObject(one -> one.bucket(location.bucket()).key(lost));
    }
    sql("UPDATE balances SET funds = funds + 1, outside = outside - 1");

    PrintedCommand found = copy("--verify");

    assertThat(found.code()).isEqualTo(FAILED);
    assertThat(found.json().path("same").asBoolean(true)).isFalse();
    for (JsonNode table : found.json().path("tables")) {
      assertThat(table.path("same").asBoolean())
          .as(table.toString())
          .isEqualTo(!table.path("table").asString().equals("balances"));
    }
    assertThat(copy().code()).as("money is right again, a picture is missing").isEqualTo(FAILED);
    assertThat(copy().code()).as("which is sent again").isZero();
    assertThat(S3Server.running().contents(location)).contains(lost);
  }

  @Test
  void what_is_not_a_copy_of_this_directory_is_left_alone() throws Exception {
    try (DataDirectory _ = DataDirectory.lock(source.data())) {
      assertThat(copy().code()).as("in use").isEqualTo(REFUSED);
    }
    assertThat(copy().code()).isZero();
    List<String> before = everything();
    Path other = directory.resolve("other");
    PrintedCommand.textOf(List.of("keys", "list", "--data", other.toString()));
    assertThat(
            run(settings(S3Server.running().endpoint(), Map.of("data", other.toString()))).code())
        .as("another directory")
        .isEqualTo(REFUSED);
    sql("DROP TABLE copied_from");
    assertThat(copy().code()).as("no copy at all").isEqualTo(REFUSED);
    assertThat(everything()).isEqualTo(before);

    PostgresAddress free = PostgresServer.empty();
    var words = words(settings(S3Server.running().endpoint(), Map.of()), free.url());
    assertThat(PrintedCommand.run(words).code()).as("the bucket is another's").isEqualTo(REFUSED);
    assertThat(PrintedCommand.run(List.of("copy", "--to", "mysql://host/x")).code()).isEqualTo(2);
    assertThat(PrintedCommand.run(List.of("copy", "--to", "s3://bucket")).code()).isEqualTo(2);
  }

  private PrintedCommand copy(String... more) throws Exception {
    return run(settings(S3Server.running().endpoint(), Map.of()), more);
  }

  private PrintedCommand run(Map<String, String> settings, String... more) throws Exception {
    List<String> words = words(settings, database.url().replace("jdbc:postgresql", "postgres"));
    words.addAll(List.of(more));
    return PrintedCommand.run(words);
  }

  private List<String> words(Map<String, String> settings, String to) throws Exception {
    Path file = directory.resolve("copy.yaml");
    var text = new StringBuilder();
    settings.forEach(
        (name, value) -> text.append(name).append(": \"").append(value).append("\"\n"));
    Files.writeString(file, text);
    String bucket = "s3://" + location.bucket() + "/" + location.prefix();
    return new ArrayList<>(
        List.of("copy", "--json", "--config", file.toString(), "--to", to, bucket));
  }

  private static Map<String, String> settings(URI endpoint, Map<String, String> more) {
    var settings = new HashMap<String, String>();
    settings.put("data", source.data().toString());
    settings.put("database-user", "postgres");
    settings.putAll(S3Server.settings(endpoint));
    settings.putAll(more);
    return settings;
  }

  private Map<String, String> bucket(URI endpoint) {
    var settings = settings(endpoint, Map.of());
    settings.put("storage", "s3://" + location.bucket() + "/" + location.prefix());
    return settings;
  }

  private static int jobs() {
    return source.ended().size() + source.open().size();
  }

  private Connection connect() throws Exception {
    return DriverManager.getConnection(database.url(), "postgres", "");
  }

  private void sql(String sql) throws Exception {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Every row of every table of the target, and every object of the bucket. */
  private List<String> everything() throws Exception {
    var all = new ArrayList<>(S3Server.running().contents(location));
    try (var connection = connect()) {
      for (String table :
          rows(
              connection,
              "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN"
                  + " ('copied_from', 'flyway_schema_history')")) {
        String name = table.replace("|", "");
        all.addAll(rows(connection, "SELECT * FROM " + name + " AS t ORDER BY t::text"));
      }
    }
    return all;
  }

  private static List<String> rows(Connection connection, String sql) throws Exception {
    var rows = new ArrayList<String>();
    try (var statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      while (found.next()) {
        var row = new StringBuilder();
        for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
          row.append(found.getString(i)).append('|');
        }
        rows.add(row.toString());
      }
    }
    return rows;
  }
}
