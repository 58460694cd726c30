package dev.atelier.api.atelier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.api.ApiServer;
import dev.atelier.api.BrowserHeaders;
import dev.atelier.api.Held;
import dev.atelier.api.Reply;
import dev.atelier.image.Blocked;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Scope;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.FakeProvider;
import java.math.BigDecimal;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code GET /usage} as a report. */
@Timeout(120)
class UsageTest {
  private static final String USAGE = "/api/v1/usage";
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

  private JsonNode report(String query) throws Exception {
    Reply reply = server.get(USAGE + "?" + query);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    Contract.kept("GET /usage", reply);
    return reply.json();
  }

  private Reply as(String key, String query) throws Exception {
    return server.send(server.request(USAGE + query).setHeader("Authorization", "Bearer " + key));
  }

  /** A job that has ended. */
  private String made(String fields) throws Exception {
    String id = client.submit(fields).text("/id");
    client.ended(id);
    return id;
  }

  /** Everything that can become of a job, on two days. */
  private void busyDays() throws Exception {
    made("\"n\":2,\"user\":\"fox\",\"quality\":\"low\"");
    String refunded = made("\"user\":\"cat\",\"size\":\"1536x1024\"");
    made("\"delivery\":\"all\",\"n\":2,\"model\":\"gpt-image-2.5-flare\"");
    server.provider.answers(
        FakeProvider.Answer.of(
            new AttemptOutcome.Refused(
                "policy", Optional.of(Blocked.Stage.OUTPUT), List.of("sexual"))));
    made("\"user\":\"fox\"");
    server.provider.answers(FakeProvider.Answer.of(new AttemptOutcome.Spent("nothing came")));
    made("\"user\":\"fox\"");
    var held = new Held();
    server.provider.answers(held);
    client.cancel(client.submit("").text("/id"));
    held.release();
    server.clock.advance(Duration.ofDays(1));
    made("\"user\":\"fox\"");
    Reply back =
        server.post(
            "/api/v1/tenants/default/refunds", "{\"job\":\"" + refunded + "\",\"image\":0}");
    assertThat(back.status()).as(back.body()).isEqualTo(200);
  }

  private long entries(String kind, String field) throws Exception {
    return server
        .get("/api/v1/tenants/default/ledger?limit=500")
        .json()
        .path("data")
        .valueStream()
        .filter(entry -> entry.path("kind").stringValue().equals(kind))
        .mapToLong(entry -> micros(entry.path(field).stringValue()))
        .sum();
  }

  private static long micros(String usd) {
    return new BigDecimal(usd).movePointRight(6).longValueExact();
  }

  private static long sum(JsonNode report, String field) {
    return report.path("data").valueStream().mapToLong(row -> row.path(field).longValue()).sum();
  }

  @Test
  void the_sums_of_every_grouping_are_those_of_the_ledger() throws Exception {
    busyDays();
    long charged = entries("charge", "charged_usd");
    long refunded = -entries("refund", "charged_usd");
    assertThat(charged).isPositive();
    assertThat(refunded).isPositive();

    for (String by :
        List.of(
            "day",
            "key",
            "end_user",
            "model",
            "provider",
            "size",
            "quality",
            "tenant",
            "day,model,provider",
            "quality,size,end_user,key")) {
      JsonNode report = report("group_by=" + by);
      assertThat(sum(report, "charged_micros")).as(by).isEqualTo(charged);
      assertThat(sum(report, "refunded_micros")).as(by).isEqualTo(refunded);
      assertThat(report.path("total").path("charged_micros").longValue()).isEqualTo(charged);
      assertThat(server.balance().charged()).isEqualTo(charged - refunded);
      for (var figure : report.path("total").properties()) {
        if (figure.getValue().isIntegralNumber() && !figure.getKey().startsWith("mean")) {
          assertThat(sum(report, figure.getKey()))
              .as(by + " " + figure.getKey())
              .isEqualTo(figure.getValue().longValue());
        }
      }
    }
  }

  @Test
  void every_picture_is_counted_once_by_what_became_of_it() throws Exception {
    busyDays();

    JsonNode total = report("group_by=day").path("total");

    assertThat(total.path("jobs").intValue()).isEqualTo(7);
    assertThat(total.path("jobs_succeeded").intValue()).isEqualTo(4);
    assertThat(total.path("images_ordered").intValue()).isEqualTo(9);
    assertThat(total.path("images_delivered").intValue()).isEqualTo(6);
    assertThat(total.path("images_refused").intValue()).isEqualTo(1);
    assertThat(total.path("images_failed").intValue()).isEqualTo(1);
    assertThat(total.path("images_cancelled").intValue()).isEqualTo(1);
    assertThat(micros(total.path("upstream_usd").stringValue())).isPositive();
  }

  @Test
  void groups_say_who_and_what_it_was() throws Exception {
    busyDays();

    JsonNode day = report("group_by=day,end_user,model&end_user=fox").path("data");

    assertThat(day).hasSize(2);
    assertThat(day.get(0).path("end_user").stringValue()).isEqualTo("fox");
    assertThat(day.get(0).path("model").stringValue()).isEqualTo("gpt-image-2");
    assertThat(day.get(0).path("images_delivered").intValue()).isEqualTo(2);
    assertThat(day.get(1).path("images_delivered").intValue()).isEqualTo(1);
    String today = day.get(1).path("day").stringValue();
    assertThat(report("from=" + today + "&to=" + today).path("total").path("jobs").intValue())
        .isEqualTo(1);
    JsonNode makers = report("group_by=provider").path("data");
    assertThat(makers.get(0).path("provider").isNull()).isTrue();
    assertThat(makers.get(1).path("provider").stringValue()).isEqualTo("fake");
  }

  @Test
  void pages_and_csv_hold_the_same_rows() throws Exception {
    busyDays();
    JsonNode all = report("group_by=end_user,size").path("data");
    assertThat(all.size()).isGreaterThan(2);

    JsonNode first = report("group_by=end_user,size&limit=2");
    JsonNode rest =
        report("group_by=end_user,size&after=" + first.path("next_after").stringValue());
    assertThat(first.path("data").size() + rest.path("data").size()).isEqualTo(all.size());
    assertThat(rest.path("has_more").booleanValue()).isFalse();

    Reply csv = server.get(USAGE + "?group_by=end_user,size&format=csv");
    assertThat(csv.header("Content-Type").orElseThrow()).startsWith("text/csv");
    assertThat(csv.body().lines()).hasSize(all.size() + 1);
    assertThat(csv.body()).startsWith("end_user,size,jobs,");
    Reply asked =
        server.send(server.request(USAGE + "?group_by=end_user,size").header("Accept", "text/csv"));
    assertThat(asked.body()).isEqualTo(csv.body());
    Reply page = server.get(USAGE + "?group_by=end_user,size&format=csv&limit=1");
    assertThat(page.header("x-atelier-next-after")).isPresent();
  }

  @Test
  void csv_of_nothing_has_its_header_all_the_same() throws Exception {
    Reply none = server.get(USAGE + "?group_by=end_user,size&format=csv");
    made("");
    Reply some = server.get(USAGE + "?group_by=end_user,size&format=csv");
    assertThat(none.body().lines()).hasSize(1);
    assertThat(some.body()).startsWith(none.body());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json, text/csv;q=0 | application/json",
        "application/json, text/csv; q=0.000 | application/json",
        "application/json, text/csv;q=0.5 | application/json",
        "text/csvx | application/json",
        "*/* | application/json",
        "text/csv;q=0.5 | text/csv",
        "application/json;q=0.1, TEXT/CSV | text/csv",
        "text/csv;header=present;q=1.0 | text/csv"
      })
  void csv_is_for_those_who_accept_it(String accepted, String type) throws Exception {
    Reply reply = server.send(server.request(USAGE + "?group_by=day").header("Accept", accepted));
    assertThat(reply.header("Content-Type").orElseThrow()).startsWith(type);
  }

  @Test
  void a_browser_may_read_where_the_next_page_begins() {
    assertThat(BrowserHeaders.ALL.exposed()).contains("x-atelier-next-after");
  }

  @Test
  void it_stays_when_the_jobs_are_gone_and_a_refund_then_is_its_keys() throws Exception {
    String job = made("\"user\":\"fox\"");
    JsonNode before = report("group_by=end_user");
    server.clock.advance(Duration.ofDays(8));
    await().atMost(Duration.ofSeconds(30)).until(() -> client.job(job).status() == 404);

    JsonNode after = report("group_by=end_user");
    assertThat(after.path("data")).isEqualTo(before.path("data"));
    Reply back =
        server.post("/api/v1/tenants/default/refunds", "{\"job\":\"" + job + "\",\"image\":0}");
    assertThat(back.status()).as(back.body()).isEqualTo(200);
    JsonNode rows = report("group_by=end_user,key").path("data");
    assertThat(rows.get(0).path("end_user").isNull()).isTrue();
    assertThat(rows.get(0).path("refunded_micros")).isEqualTo(rows.get(1).path("charged_micros"));
    assertThat(rows.get(0).path("key")).isEqualTo(rows.get(1).path("key"));
  }

  @Test
  void a_tenant_sees_its_own_and_an_operator_all() throws Exception {
    made("");
    String stranger = server.key(new TenantId("acme"), Scope.all());
    server.send(
        server
            .json(Client.JOBS, "{\"prompt\":\"a fox\"}")
            .setHeader("Authorization", "Bearer " + stranger));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> as(stranger, "?group_by=day").json().at("/total/jobs").intValue() == 1);

    Reply own = as(stranger, "?group_by=tenant");
    assertThat(own.json().path("data")).hasSize(1);
    assertThat(own.text("/data/0/tenant")).isEqualTo("acme");
    assertThat(own.body()).doesNotContain("upstream");
    assertThat(as(stranger, "?tenant=default").status()).isEqualTo(403);
    assertThat(as(stranger, "?tenant=*").status()).isEqualTo(403);
    assertThat(report("tenant=*&group_by=tenant").path("data")).hasSize(2);
    assertThat(report("tenant=acme").at("/total/jobs").intValue()).isEqualTo(1);
    String reader = server.key(TenantId.DEFAULT, Set.of(Scope.READ));
    assertThat(as(reader, "?group_by=day").body()).doesNotContain("upstream");
    assertThat(as(reader, "?tenant=*").status()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "group_by=colour",
        "group_by=day,",
        "from=yesterday",
        "from=2026-02-30",
        "to=%2B10000-01-01",
        "from=2026-02-02&to=2026-02-01",
        "from=2024-01-01&to=2026-01-01",
        "limit=0&group_by=day",
        "limit=1001",
        "after=x",
        "after=WyJhIiwiYiJd",
        "format=xml",
        "group_by=day&colour=red",
      })
  void what_cannot_be_understood_is_refused(String query) throws Exception {
    Reply refused = server.get(USAGE + "?" + query);
    Client.assertProblem(refused, 422, "invalid-field");
    Contract.kept("GET /usage", refused);
  }

  @ParameterizedTest
  @CsvSource({"'',funds_usd", "group_by=day,data"})
  void without_a_parameter_it_says_how_the_tenant_stands(String query, String member)
      throws Exception {
    assertThat(server.get(USAGE + "?" + query).json().has(member)).isTrue();
  }
}
