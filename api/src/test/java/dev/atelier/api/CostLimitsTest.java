package dev.atelier.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.image.Blocked;
import dev.atelier.image.JobId;
import dev.atelier.metering.ledger.Balance;
import dev.atelier.metering.ledger.Charge;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.FakeProvider;
import java.math.BigDecimal;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an order may cost, and what it does, in every API. */
@Timeout(120)
class CostLimitsTest {
  private static final String HEADER = "x-atelier-max-cost";
  @TempDir Path directory;
  private ApiServer server;

  @BeforeEach
  void start() throws Exception {
    server = ApiServer.start(directory);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  static Stream<DialectOrder> orders() {
    return DialectOrder.all();
  }

  private Reply order(DialectOrder order, String most) throws Exception {
    return server.send(server.json(order.path(), order.body()).header(HEADER, most));
  }

  private static String usd(long micros) {
    return BigDecimal.valueOf(micros, 6).toPlainString();
  }

  private static JobId job(Reply reply) {
    return JobId.parse(reply.header("x-atelier-job").orElseThrow());
  }

  private long charged(JobId job) {
    await().atMost(Duration.ofSeconds(30)).until(() -> server.state(job).ended());
    return server.charges(job).stream().mapToLong(Charge::micros).sum();
  }

  /** What the order costs, as one that is made tells. */
  private long price(DialectOrder order) throws Exception {
    Reply made = server.post(order.path(), order.body());
    assertThat(made.status()).as(made.body()).isIn(200, 202);
    return charged(job(made));
  }

  @ParameterizedTest
  @MethodSource("orders")
  void an_order_at_its_bound_is_made_and_one_a_millionth_above_is_not(DialectOrder order)
      throws Exception {
    long price = price(order);
    Balance before = server.balance();
    int jobs = server.jobs();
    int calls = server.provider.calls().size();

    Reply refused = order(order.repeated(), usd(price - 1));

    assertThat(refused.status()).as(refused.body()).isIn(400, 422);
    assertThat(refused.body()).contains(new BigDecimal(usd(price)).stripTrailingZeros().toString());
    assertThat(server.jobs()).isEqualTo(jobs);
    assertThat(server.balance()).isEqualTo(before);
    assertThat(server.provider.calls()).hasSize(calls);
    Reply made = order(order.repeated(), usd(price));
    assertThat(made.status()).as(made.body()).isIn(200, 202);
    assertThat(charged(job(made))).isEqualTo(price);
  }

  @Test
  void a_malformed_bound_is_the_api_s_own_bad_request() throws Exception {
    for (DialectOrder order : orders().toList()) {
      for (String text :
          List.of("cheap", "-1", "0.0000001", "1e3", "NaN", "99999999999999999999")) {
        Reply refused = order(order, text);
        assertThat(refused.status()).as(text + " " + refused.body()).isIn(400, 422);
        assertThat(refused.body()).contains(HEADER).doesNotContain("Exception");
      }
    }
    assertThat(server.jobs()).isZero();
    assertThat(server.provider.calls()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("orders")
  void a_job_is_charged_by_the_list_of_its_submission(DialectOrder order) throws Exception {
    long price = price(order);
    var held = new Held();
    server.provider.answers(held);
    DialectOrder next = order.repeated();
    CompletableFuture<Reply> answer =
        server
            .client()
            .sendAsync(server.json(next.path(), next.body()).build(), BodyHandlers.ofString())
            .thenApply(Reply::new);
    held.awaitBegun();
    JobId running = server.provider.calls().getLast().job();
    server.clock.advance(Duration.ofMinutes(1));
    Reply added =
        server.post(
            "/api/v1/prices",
            "{\"id\":\"later\",\"from\":\"%s\",\"prices\":[{\"model\":\"*\",\"usdPerImage\":[{\"usd\":\"0.000001\"}]}]}"
                .formatted(server.clock.instant()));
    assertThat(added.status()).as(added.body()).isEqualTo(200);
    held.release();

    assertThat(charged(running)).isEqualTo(price);
    assertThat(answer.get().status()).isIn(200, 202);
    assertThat(price(order.repeated())).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("orders")
  void what_is_not_delivered_costs_nothing(DialectOrder order) throws Exception {
    List<AttemptOutcome> outcomes =
        List.of(
            new AttemptOutcome.Refused(
                "policy", Optional.of(Blocked.Stage.OUTPUT), List.of("sexual")),
            new AttemptOutcome.Spent("nothing came"));
    for (AttemptOutcome outcome : outcomes) {
      server.provider.answers(FakeProvider.Answer.of(outcome));
      DialectOrder next = order.repeated();
      int calls = server.provider.calls().size();
      server.post(next.path(), next.body());
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> server.provider.calls().size() > calls); // some APIs answer before it
      JobId job = server.provider.calls().getLast().job();
      assertThat(charged(job)).isZero();
    }
    var held = new Held();
    server.provider.answers(held);
    DialectOrder next = order.repeated();
    CompletableFuture<?> answer =
        server
            .client()
            .sendAsync(server.json(next.path(), next.body()).build(), BodyHandlers.discarding());
    held.awaitBegun();
    JobId cancelled = server.provider.calls().getLast().job();
    server.post("/api/v1/jobs/" + cancelled + "/cancel", "");
    assertThat(charged(cancelled)).isZero();
    held.release();
    answer.get();
    assertThat(server.balance().held()).isZero();
    assertThat(server.balance().charged()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"APIMART", "RUNWARE", "ATELIER"})
  void the_cost_that_an_api_tells_is_the_ledger_s(String dialect) throws Exception {
    DialectOrder order =
        orders().filter(one -> one.dialect().name().equals(dialect)).findFirst().orElseThrow();
    DialectOrder asked =
        dialect.equals("RUNWARE")
            ? order.with(order.body().replace("}]", ",\"includeCost\":true}]"))
            : order;
    Reply made = server.post(asked.path(), asked.body());
    JobId job = job(made);
    long charged = charged(job);
    assertThat(charged).isPositive();
    BigDecimal told =
        switch (dialect) {
          case "APIMART" ->
              server.get("/apimart/v1/tasks/" + job).json().at("/data/cost").decimalValue();
          case "RUNWARE" -> made.json().at("/data/0/cost").decimalValue();
          default -> new BigDecimal(server.get("/api/v1/jobs/" + job).text("/charged_usd"));
        };
    assertThat(told).isEqualByComparingTo(usd(charged));
  }
}
