package dev.atelier.api.atelier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Reply;
import dev.atelier.image.Blocked;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Scope;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.FakeProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code GET /usage/series}. */
@Timeout(120)
class UsageSeriesTest {
  private static final String SERIES = "/api/v1/usage/series";
  @TempDir Path directory;
  private ApiServer server;
  private Client client;

  @BeforeEach
  void start() throws Exception {
    server = ApiServer.start(directory);
    client = new Client(server);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private JsonNode series(String query) throws Exception {
    Reply reply = server.get(SERIES + "?" + query);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    Contract.kept("GET /usage/series", reply);
    return reply.json();
  }

  private void made(String fields) throws Exception {
    client.ended(client.submit(fields).text("/id"));
  }

  private void busyHour() throws Exception {
    made("\"quality\":\"low\"");
    made("\"quality\":\"low\",\"n\":2");
    server.provider.answers(
        FakeProvider.Answer.of(
            new AttemptOutcome.Refused(
                "policy", Optional.of(Blocked.Stage.OUTPUT), List.of("sexual"))));
    made("");
  }

  @Test
  void an_hour_and_a_day_say_the_same_as_the_sums() throws Exception {
    busyHour();
    JsonNode total = server.get("/api/v1/usage?group_by=day").json().path("total");
    for (String query : List.of("bucket=hour", "", "model=gpt-image-2", "tenant=*")) {
      JsonNode series = series(query);
      assertThat(series.path("points")).as(query).hasSize(1);
      JsonNode point = series.path("points").get(0);
      for (String figure :
          List.of("jobs", "images_delivered", "images_refused", "charged_usd", "upstream_usd")) {
        assertThat(point.path(figure)).as(query + figure).isEqualTo(total.path(figure));
      }
      assertThat(point.path("jobs_succeeded").intValue()).isEqualTo(2);
      assertThat(point.path("p95_ms").isIntegralNumber()).isTrue();
      assertThat(point.at("/faults/moderation").intValue()).isEqualTo(1);
      assertThat(series.at("/latencies/0/jobs").intValue()).isEqualTo(2);
      assertThat(series.at("/latencies/0/quality").stringValue()).isEqualTo("low");
      JsonNode account = series.at("/accounts/0");
      assertThat(account.at("/calls/succeeded").intValue()).isEqualTo(2);
      assertThat(account.at("/calls/refused").intValue()).isEqualTo(1);
      assertThat(account.path("images").intValue()).isEqualTo(3);
      assertThat(account.path("upstream_usd")).isEqualTo(total.path("upstream_usd"));
    }
    assertThat(series("model=gpt-image-0").path("points")).isEmpty();
    assertThat(series("key=other&bucket=hour").path("points")).isEmpty();
  }

  @Test
  void hours_that_have_become_days_stay_in_the_series_of_days() throws Exception {
    busyHour();
    String day = series("").path("to").stringValue();
    server.clock.advance(Duration.ofDays(9));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() ->
            server.rows("SELECT COUNT(*) AS n FROM usage_hours WHERE hour >= 0") == 0
                && server.rows("SELECT COUNT(*) AS n FROM account_hours WHERE hour >= 0") == 0);

    JsonNode then = series("from=" + day + "&to=" + day);
    assertThat(then.at("/points/0/jobs_succeeded").intValue()).isEqualTo(2);
    assertThat(then.at("/points/0/faults/moderation").intValue()).isEqualTo(1);
    assertThat(then.at("/accounts/0/calls/succeeded").intValue()).isEqualTo(2);
    Client.assertProblem(
        server.get(SERIES + "?bucket=hour&from=" + day + "&to=" + day), 422, "invalid-field");
  }

  @Test
  void a_tenant_sees_its_own_and_neither_accounts_nor_what_they_cost() throws Exception {
    busyHour();
    String stranger = server.key(new TenantId("acme"), Scope.all());
    Reply own = as(stranger, "");
    Contract.kept("GET /usage/series", own);
    assertThat(own.json().path("points")).isEmpty();
    assertThat(as(stranger, "?tenant=default").status()).isEqualTo(403);
    assertThat(as(stranger, "?tenant=*").status()).isEqualTo(403);
    Reply reader = as(server.key(TenantId.DEFAULT, Set.of(Scope.READ)), "");
    assertThat(reader.json().path("points")).hasSize(1);
    assertThat(reader.body()).doesNotContain("upstream_usd").doesNotContain("accounts");
  }

  private Reply as(String key, String query) throws Exception {
    return server.send(server.request(SERIES + query).setHeader("Authorization", "Bearer " + key));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bucket=week",
        "from=yesterday",
        "from=2024-01-01&to=2026-01-01",
        "from=2026-02-02&to=2026-02-01",
        "bucket=hour&from=2020-01-01&to=2020-01-01",
        "colour=red",
      })
  void what_cannot_be_understood_is_refused(String query) throws Exception {
    Reply refused = server.get(SERIES + "?" + query);
    Client.assertProblem(refused, 422, "invalid-field");
    Contract.kept("GET /usage/series", refused);
  }
}
