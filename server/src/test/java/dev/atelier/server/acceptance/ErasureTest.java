package dev.atelier.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.atelier.database.Database;
import dev.atelier.database.DatabaseUnavailableException;
import dev.atelier.gateway.job.Clocks;
import dev.atelier.gateway.privacy.EraseData;
import dev.atelier.gateway.privacy.KeyedTextHash;
import dev.atelier.gateway.privacy.Purge;
import dev.atelier.image.TenantId;
import dev.atelier.queue.DataOwner;
import dev.atelier.queue.EraseJobs;
import dev.atelier.queue.TextHash;
import dev.atelier.server.PrintedCommand;
import dev.atelier.server.acceptance.Canaries.Customer;
import dev.atelier.storage.DerivedKey;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is erased is nowhere any more: not in the database's files and not in the others. */
@Timeout(180)
class ErasureTest {
  private static final TextHash HASH =
      new KeyedTextHash(List.of(new DerivedKey("test", new byte[32])));

  private LiveServer server;
  private Canaries canaries;
  private Customer acme;
  private Customer other;

  @BeforeEach
  void start() throws Exception {
    server = LiveServer.start(Map.of("allow-private-networks", "true"), new EchoProvider(true));
    canaries = new Canaries(server);
    acme = canaries.customer("acme");
    other = canaries.customer("other");
  }

  @AfterEach
  void stop() {
    canaries.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nothing_of_a_tenant_is_left_and_all_of_another_is(boolean through) {
    canaries.sing(acme);
    canaries.sing(other);
    assertThat(canaries.found(acme.all())).isEqualTo(acme.all());

    JsonNode told = command(through, "tenants", "erase", "acme", "--yes");

    assertThat(told.path("complete").booleanValue()).as(told.toString()).isTrue();
    assertThat(told.path("jobs").intValue()).isEqualTo(7);
    assertThat(told.path("deliveries").intValue()).isGreaterThanOrEqualTo(7);
    assertThat(told.path("endpoints").intValue()).isEqualTo(1);
    if (!through) {
      server = server.restarted(); // a command beside a server leaves the files to its next sweep
      canaries.move(server);
    }
    assertGone(acme.all());
    assertThat(canaries.found(other.all())).isEqualTo(other.all());
    assertThat(canaries.jobs(acme)).isEmpty();
    assertThat(server.get("/api/v1/audit").body()).contains("data.erase", "data.erased");
    assertThat(json(server.get("/api/v1/tenants/acme/ledger")).path("data")).isNotEmpty();
  }

  @Test
  void nothing_of_an_end_user_is_left_and_all_of_the_others_is() {
    canaries.sing(acme);
    canaries.sing(other);
    var alices = Set.of(acme.says("alice"), acme.says("openai"), acme.says("own"));
    var rest = new TreeSet<>(acme.all());
    rest.removeAll(alices);
    rest.remove(acme.says("hook")); // of her job alone
    rest.remove(acme.says("idempotency"));
    assertThat(canaries.found(acme.all())).isEqualTo(acme.all());
    String data = "/api/v1/tenants/acme/users/" + acme.says("alice") + "/data";

    assertThat(as(acme, "GET", data).path("jobs").intValue()).isEqualTo(2);
    JsonNode told = as(acme, "DELETE", data);

    assertThat(told.path("complete").booleanValue()).as(told.toString()).isTrue();
    assertThat(told.path("jobs").intValue()).isEqualTo(2);
    assertThat(told.path("images").intValue()).isEqualTo(3); // two results and an input
    assertGone(alices);
    assertThat(canaries.found(rest)).isEqualTo(rest);
    assertThat(canaries.found(other.all())).isEqualTo(other.all());
    assertThat(as(acme, "GET", data).path("jobs").intValue()).isZero();
  }

  @Test
  void what_runs_is_cancelled_first_and_its_hold_given_back() {
    String job = canaries.own(acme, acme.says("slow"), acme.says("alice"), input(acme));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() ->
            server.get("/api/v1/attempts?tenant=acme").body().contains(job)
                || canaries.jobs(acme).getFirst().started().isPresent());

    JsonNode told =
        as(acme, "DELETE", "/api/v1/tenants/acme/users/" + acme.says("alice") + "/data");

    assertThat(told.path("complete").booleanValue()).as(told.toString()).isTrue();
    assertThat(canaries.jobs(acme)).isEmpty();
    assertGone(Set.of(acme.says("slow"), acme.says("alice"), acme.says("metadata")));
    assertThat(json(server.get("/api/v1/tenants/acme/balance")).path("held_usd").asString())
        .matches("0(\\.0+)?");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void an_erasure_that_a_crash_ends_between_two_steps_is_finished_after_the_next_start(int steps) {
    canaries.sing(acme);
    canaries.sing(other);
    try (var records = server.records()) {
      var failing = new FailingDatabase(records.database(), steps);
      var erase =
          new EraseData(
              failing,
              new EraseJobs(HASH),
              (_, _) -> {},
              (_, _) -> 0,
              new Purge(failing, InstantSource.system()),
              Duration.ZERO,
              Clocks.system(InstantSource.system()));
      EraseJobs.Request request =
          records
              .database()
              .write(tx -> erase.request(tx, new DataOwner.OfTenant(new TenantId("acme"))));
      assertThatThrownBy(() -> erase.erase(request, Duration.ofSeconds(5)))
          .isInstanceOf(DatabaseUnavailableException.class);
    }
    assertThat(canaries.found(acme.all())).isNotEmpty();

    server = server.restarted();
    canaries.move(server);

    assertGone(acme.all());
    assertThat(canaries.found(other.all())).isEqualTo(other.all());
  }

  /** One that is gone after so many commits. */
  private static final class FailingDatabase implements Database {
    private final Database database;
    private int left;

    FailingDatabase(Database database, int commits) {
      this.database = database;
      this.left = commits;
    }

    @Override
    public <T extends @Nullable Object> T write(Work<T> work) {
      if (left-- == 0) {
        throw new DatabaseUnavailableException("crashed");
      }
      return database.write(work);
    }

    @Override
    public <T extends @Nullable Object> T read(Work<T> work) {
      return database.read(work);
    }

    @Override
    public void close() {
      database.close();
    }
  }

  @Test
  void a_file_that_another_tenant_has_too_stays_for_that_one() {
    byte[] same = Canaries.picture("canary-shared-z");
    canaries.artifact(acme, same);
    String others = canaries.artifact(other, same);

    command(true, "tenants", "erase", "acme", "--yes");

    assertThat(canaries.found(Set.of("canary-shared-z"))).hasSize(1);
    String content = "/api/v1/artifacts/" + others + "/content";
    assertThat(
            server
                .send(server.request(content).setHeader("Authorization", "Bearer " + other.key()))
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void a_tenant_s_administrator_erases_neither_the_tenant_nor_others() {
    assertThat(status(acme, "DELETE", "/api/v1/tenants/acme/data")).isEqualTo(403);
    assertThat(status(acme, "DELETE", "/api/v1/tenants/other/data")).isEqualTo(404);
    assertThat(status(acme, "DELETE", "/api/v1/tenants/other/users/bob/data")).isEqualTo(404);
  }

  private String input(Customer who) {
    return canaries.artifact(who, Canaries.picture(who.says("input")));
  }

  /** Files that no sweep of this process may delete go with that of the server. */
  private void assertGone(Set<String> words) {
    await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(() -> assertThat(canaries.found(words)).isEmpty());
  }

  private int status(Customer who, String method, String path) {
    return send(who, method, path).statusCode();
  }

  private JsonNode as(Customer who, String method, String path) {
    HttpResponse<String> answer = send(who, method, path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  private HttpResponse<String> send(Customer who, String method, String path) {
    return server.send(
        server
            .request(path)
            .setHeader("Authorization", "Bearer " + who.key())
            .method(method, BodyPublishers.noBody()));
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return JsonMapper.shared().readTree(answer.body());
  }

  private JsonNode command(boolean through, String... args) {
    var all = new ArrayList<>(List.of(args));
    all.add("--json");
    all.addAll(
        through
            ? List.of("--server", server.uri("/").toString(), "--key", LiveServer.ADMIN_KEY)
            : List.of("--data", server.data().toString()));
    return JsonMapper.shared().readTree(PrintedCommand.textOf(all));
  }
}
