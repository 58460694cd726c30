package dev.atelier.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Dialect;
import dev.atelier.metering.key.Scope;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Limits that an operator sets while the server runs, in every dialect's own shape. */
@Timeout(120)
class LimitsOverHttpTest {
  private static final AtomicInteger TENANTS = new AtomicInteger();

  @TempDir static Path directory;
  private static ApiServer server;
  private String tenant;
  private String key;

  @BeforeAll
  static void start() throws Exception {
    server = ApiServer.start(directory);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void aTenantOfItsOwn() {
    tenant = "tenant-" + TENANTS.incrementAndGet();
    key = server.key(new TenantId(tenant), Scope.all());
  }

  static Stream<DialectOrder> orders() {
    return DialectOrder.all();
  }

  @ParameterizedTest
  @MethodSource("orders")
  void who_comes_too_often_is_told_when_to_come_again(DialectOrder order) throws Exception {
    set("{\"requests_per_minute\":6}");
    assertThat(order(order).status()).isLessThan(300);

    Reply refused = order(order.repeated());

    assertThat(refused.status()).as(refused.body()).isEqualTo(429);
    assertThat(refused.header("retry-after")).hasValue("10");
    assertThat(refused.body())
        .containsAnyOf("rate_limit", "RATE_LIMIT_EXCEEDED", "rateLimitExceeded", "rate-limited");
    server.clock.advance(Duration.ofSeconds(10));
    assertThat(order(order.repeated()).status()).isLessThan(300);
  }

  @ParameterizedTest
  @MethodSource("orders")
  void what_is_larger_than_the_limit_is_refused_by_its_name(DialectOrder order) throws Exception {
    set("{\"size_max\":\"16x16\"}");

    Reply refused = order(order);

    assertThat(refused.status()).as(refused.body()).isIn(400, 422);
    assertThat(refused.body()).contains("the tenant's limit allows sizes of up to 16x16");
    set("{\"size_max\":null}");
    assertThat(order(order.repeated()).status()).isLessThan(300);
  }

  @Test
  void a_quality_above_the_limit_is_refused_and_one_below_is_not() throws Exception {
    set("{\"quality_max\":\"medium\"}");
    String body = "{\"prompt\":\"fox\",\"quality\":\"%s\"}";
    var order = new DialectOrder(Dialect.OPENAI, "/v1/images/generations", body, "");

    Reply refused = order(order.with(body.formatted("high")));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body()).contains("\"param\":\"quality\"", "qualities of up to medium");
    assertThat(order(order.with(body.formatted("medium"))).status()).isEqualTo(200);
    assertThat(order(order.with(body.formatted("low"))).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"/v1/images/generations", "/v1/responses", "/v1/images/generations/async"})
  void openai_s_answers_say_how_the_limits_stand(String path) throws Exception {
    set("{\"requests_per_minute\":20,\"images_per_minute\":60}");
    DialectOrder order =
        DialectOrder.all().filter(one -> one.path().equals(path)).findFirst().orElseThrow();

    Reply first = order(order);
    Reply second = order(order);
    Reply third = order(order);

    assertThat(first.header("x-ratelimit-limit-requests")).hasValue("20");
    assertThat(first.header("x-ratelimit-remaining-requests")).hasValue("1");
    assertThat(first.header("x-ratelimit-reset-requests")).hasValue("3s");
    assertThat(first.header("x-ratelimit-limit-images")).hasValue("60");
    assertThat(first.header("x-ratelimit-remaining-images")).hasValue("9");
    assertThat(first.header("x-ratelimit-reset-images")).hasValue("1s");
    assertThat(second.header("x-ratelimit-remaining-requests")).hasValue("0");
    assertThat(third.status()).isEqualTo(429);
    assertThat(third.header("x-ratelimit-limit-requests")).hasValue("20");
    assertThat(third.header("x-ratelimit-remaining-requests")).hasValue("0");
    assertThat(third.header("x-ratelimit-reset-requests")).hasValue("3s");
  }

  @Test
  void end_users_are_limited_by_the_name_that_their_caller_gives_them() throws Exception {
    patch("/tenants/" + tenant + "/users/*/limits", "{\"requests_per_minute\":1}");
    String body = "{\"prompt\":\"fox\",\"user\":\"%s\"}";
    var order = new DialectOrder(Dialect.OPENAI, "/v1/images/generations", body, "");

    assertThat(order(order.with(body.formatted("one"))).status()).isEqualTo(200);
    assertThat(order(order.with(body.formatted("one"))).status()).isEqualTo(429);
    assertThat(order(order.with(body.formatted("two"))).status()).isEqualTo(200);
    assertThat(order(order.with("{\"prompt\":\"fox\",\"safety_identifier\":\"two\"}")).status())
        .isEqualTo(429);
  }

  @Test
  void as_many_jobs_as_may_be_at_once() throws Exception {
    set("{\"concurrency\":1}");
    var held = new Held();
    server.provider.answers(held);
    var order = new DialectOrder(Dialect.ATELIER, "/api/v1/jobs", "{\"prompt\":\"a fox\"}", "");
    Reply made = order(order);
    assertThat(made.status()).isLessThan(300);

    Reply refused = order(order);

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.body()).contains("limit of concurrency is 1");
    assertThat(refused.header("retry-after")).hasValue("1");
    server.send(
        server
            .request("/api/v1/jobs/" + made.text("/id") + "/cancel")
            .setHeader("Authorization", "Bearer " + key)
            .POST(BodyPublishers.noBody()));
    assertThat(order(order).status()).isLessThan(300);
    held.release();
  }

  @Test
  void of_many_who_come_together_no_more_get_in_than_there_are_places() throws Exception {
    set("{\"concurrency\":3}");
    var held = new Held();
    server.provider.answers(held);
    var order = new DialectOrder(Dialect.ATELIER, "/api/v1/jobs", "{\"prompt\":\"a fox\"}", "");

    var answers = new ArrayList<Future<Integer>>();
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 24; i++) {
        answers.add(callers.submit(() -> order(order).status()));
      }
    }
    held.release();

    var counts = new TreeMap<Integer, Integer>();
    for (var answer : answers) {
      counts.merge(answer.get(), 1, Integer::sum);
    }
    assertThat(counts).containsExactly(Map.entry(202, 3), Map.entry(429, 21));
  }

  private void set(String limits) throws Exception {
    patch("/tenants/" + tenant + "/limits", limits);
  }

  private static void patch(String path, String body) throws Exception {
    Reply reply =
        server.send(
            server
                .request("/api/v1" + path)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString(body)));
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
  }

  private Reply order(DialectOrder order) throws Exception {
    return server.send(
        server.json(order.path(), order.body()).setHeader("Authorization", "Bearer " + key));
  }
}
