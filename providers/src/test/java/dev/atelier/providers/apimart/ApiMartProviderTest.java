package dev.atelier.providers.apimart;

import static dev.atelier.providers.apimart.FakeApiMart.error;
import static dev.atelier.providers.upstream.UpstreamCalls.KEY;
import static dev.atelier.providers.upstream.UpstreamCalls.input;
import static dev.atelier.providers.upstream.UpstreamCalls.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.http.upstream.UpstreamClient;
import dev.atelier.image.Blocked.Stage;
import dev.atelier.provider.Account;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.AttemptOutcome.Cause;
import dev.atelier.provider.AttemptOutcome.NotSent;
import dev.atelier.provider.AttemptOutcome.Refused;
import dev.atelier.provider.AttemptOutcome.Succeeded;
import dev.atelier.provider.AttemptOutcome.Throttled;
import dev.atelier.provider.AttemptOutcome.Unknown;
import dev.atelier.provider.Call;
import dev.atelier.provider.KeptResults;
import dev.atelier.providers.upstream.CallPhase;
import dev.atelier.providers.upstream.FakePause;
import dev.atelier.providers.upstream.Fault;
import dev.atelier.providers.upstream.UpstreamCalls;
import dev.atelier.testkit.FakeClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApiMartProviderTest {
  private final UpstreamClient client = new UpstreamClient();
  private final FakeApiMart apiMart = new FakeApiMart(KEY);
  private final FakeClock clock = FakeClock.fixed();
  private final FakePause pause = new FakePause(clock);
  private final KeptResults results = new KeptResults();
  private final ApiMartProvider provider =
      new ApiMartProvider(client, UpstreamCalls.download(client), clock, pause, new Random(7));
  private final Account account = UpstreamCalls.account("apimart", apiMart.base(), Map.of());
  private final Account official =
      UpstreamCalls.account(
          "apimart", apiMart.base(), Map.of("gpt-image-2", "gpt-image-2-official"));

  @AfterEach
  void close() {
    client.close();
    apiMart.close();
  }

  @Test
  void an_image_is_ordered_and_fetched() throws InterruptedException {
    assertThat(attempt(generation())).isEqualTo(Succeeded.ALL);

    assertThat(results.texts()).isEqualTo(Map.of(0, "image task_1.png"));
    assertThat(results.events()).containsExactly("sending", "remote id task_1", "image 0");
    assertThat(results.progress()).containsExactly(0.35);
    assertThat(apiMart.orders().getFirst().toString())
        .isEqualTo(
            "{\"model\":\"gpt-image-2\",\"prompt\":\"a red \\\"fox\\\"\\nin snow\",\"n\":1,"
                + "\"size\":\"2:3\",\"resolution\":\"1k\"}");
    var submit = apiMart.received().getFirst();
    assertThat(submit.header("idempotency-key")).isEqualTo(UpstreamCalls.ATTEMPT.toString());
    assertThat(submit.header("x-apimart-response-version")).isEmpty();
    assertThat(results.told(0).differences())
        .containsExactly("APIMart's gpt-image-2 has no quality: medium was ordered");
    assertThat(apiMart.bill().images()).isEqualTo(1);
  }

  @Test
  void what_it_bills_is_told_to_the_cent() throws InterruptedException {
    apiMart.on(CallPhase.SUBMIT, Fault.reset().afterwards());

    attempt(generation());

    assertThat(results.statement().usd()).contains(apiMart.bill().usd());
    assertThat(results.exchanges()).hasSameSizeAs(apiMart.received());
  }

  @Test
  void a_task_that_failed_is_told_to_have_cost_nothing() throws InterruptedException {
    apiMart.failsWith("{\"code\":\"500\",\"message\":\"upstream\",\"type\":\"server_error\"}");

    attempt(generation());

    assertThat(apiMart.bill().images()).isZero();
    assertThat(results.statement().usd()).contains(BigDecimal.ZERO);
  }

  @Test
  void a_price_in_credits_is_understood() throws InterruptedException {
    apiMart.on(
        CallPhase.POLL,
        Fault.json(
            200,
            "{\"code\":200,\"data\":{\"status\":\"failed\",\"credits_cost\":0.12,\"error\":{}}}"));

    attempt(generation());

    assertThat(results.statement().usd()).contains(new BigDecimal("0.012"));
  }

  @Test
  void every_edition_of_its_answers_is_understood() throws InterruptedException {
    apiMart.otherEdition();

    assertThat(attempt(generation())).isEqualTo(Succeeded.ALL);
    assertThat(results.images()).hasSize(1);
  }

  @Test
  void it_is_asked_after_ten_seconds_and_then_about_every_three() throws InterruptedException {
    apiMart.madeAfter(3);

    attempt(generation());

    assertThat(pause.waits()).hasSize(3);
    assertThat(pause.waits().getFirst()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(12));
    assertThat(pause.waits().getLast()).isBetween(Duration.ofSeconds(3), Duration.ofMillis(3600));
  }

  @Test
  void references_are_sent_ahead_and_named_by_url() throws InterruptedException {
    var call = edit(account, Optional.empty(), input("first"), input("second"));

    assertThat(attempt(call)).isEqualTo(Succeeded.ALL);

    assertThat(apiMart.uploads()).hasSize(2);
    assertThat(apiMart.uploads().getFirst())
        .contains("name=\"file\"; filename=\"image-0.png\"", "Content-Type: image/png", "first");
    assertThat(apiMart.orders().getFirst().path("image_urls").toString())
        .matches("\\[\"http://[^\"]+/f/up-1.png\",\"http://[^\"]+/f/up-2.png\"]");
  }

  @Test
  void only_the_official_model_takes_a_mask() throws InterruptedException {
    assertThat(provider.takesMask(account, "gpt-image-2")).isFalse();
    assertThat(provider.takesMask(official, "gpt-image-2")).isTrue();
    assertThat(attempt(edit(account, Optional.of(input("mask")), input("first"))))
        .isEqualTo(
            new NotSent(
                Cause.NOT_SERVED,
                "APIMart's gpt-image-2 takes no mask",
                Optional.empty(),
                Optional.empty()));
    assertThat(apiMart.received()).isEmpty();

    assertThat(attempt(edit(official, Optional.of(input("mask")), input("first"))))
        .isEqualTo(Succeeded.ALL);
    var sent = apiMart.orders().getFirst();
    assertThat(sent.path("model").asString()).isEqualTo("gpt-image-2-official");
    assertThat(sent.path("mask_url").asString()).endsWith("/f/up-2.png");
    assertThat(sent.path("quality").asString()).isEqualTo("medium");
    assertThat(results.told(0).differences()).isEmpty();
  }

  @Test
  void a_reference_that_is_too_large_or_refused_costs_nothing() throws InterruptedException {
    var large = edit(account, Optional.empty(), input("large", 21L << 20));
    assertThat(attempt(large)).isInstanceOf(Refused.class);
    assertThat(apiMart.received()).isEmpty();

    apiMart.on(
        CallPhase.UPLOAD,
        Fault.json(400, error(400, "unsupported format", "invalid_request_error")));
    assertThat(attempt(edit(account, Optional.empty(), input("text"))))
        .isEqualTo(new Refused("unsupported format", Optional.empty(), List.of()));
    assertThat(results.events()).isEmpty();
  }

  @Test
  void a_lost_answer_is_asked_for_again_under_the_same_key() throws InterruptedException {
    apiMart.on(
        CallPhase.SUBMIT,
        Fault.reset().afterwards(),
        Fault.json(
            409,
            """
            {"error":{"code":"idempotency_in_progress","message":"wait"}}\
            """,
            "Retry-After",
            "9"));

    assertThat(attempt(generation())).isEqualTo(Succeeded.ALL);

    assertThat(pause.waits().get(1)).isEqualTo(Duration.ofSeconds(9));
    assertThat(apiMart.orders()).hasSize(2);
    assertThat(apiMart.bill().images()).isEqualTo(1);
  }

  @Test
  void an_order_whose_answers_are_all_lost_is_unknown() throws InterruptedException {
    Fault lost = Fault.reset().afterwards();
    apiMart.on(CallPhase.SUBMIT, lost, lost, lost);

    assertThat(attempt(generation())).isEqualTo(new Unknown("no-answer"));
    assertThat(apiMart.orders()).hasSize(3);
  }

  @Test
  void what_is_said_of_a_repetition_does_not_free_the_lost_order() throws InterruptedException {
    Fault noBalance = Fault.json(402, error(402, "no balance", "payment_required"));
    apiMart.on(CallPhase.SUBMIT, Fault.reset().afterwards(), noBalance, noBalance);

    assertThat(attempt(generation()))
        .isInstanceOfSatisfying(
            Unknown.class, unknown -> assertThat(unknown.cause()).contains("no balance"));
  }

  @Test
  void lost_questions_are_asked_again() throws InterruptedException {
    apiMart.on(
        CallPhase.POLL,
        Fault.json(404, error(404, "task does not exist", "invalid_request_error")),
        Fault.reset(),
        Fault.page(503),
        Fault.json(200, "{\"code\":500,\"message\":\"busy\",\"data\":null}"),
        Fault.json(429, error(429, "slow down", "rate_limit_error"), "Retry-After", "30"));

    assertThat(attempt(generation())).isEqualTo(Succeeded.ALL);

    assertThat(pause.waits().get(5)).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
    assertThat(apiMart.orders()).hasSize(1);
  }

  @Test
  void a_call_of_an_earlier_process_is_gone_on_with() throws InterruptedException {
    attempt(generation());
    var later = new KeptResults();

    assertThat(provider.resume(generation(), "task_1", later)).isEqualTo(Succeeded.ALL);
    assertThat(later.images()).hasSize(1);
    assertThat(apiMart.orders()).hasSize(1);
  }

  @Test
  void a_task_that_stays_missing_is_unknown_after_half_a_minute() throws InterruptedException {
    assertThat(provider.resume(generation(), "gone", results))
        .isInstanceOfSatisfying(
            Unknown.class, unknown -> assertThat(unknown.cause()).contains("does not exist"));

    assertThat(pause.waits().stream().reduce(Duration.ZERO, Duration::plus))
        .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(36));
  }

  @Test
  void moderation_refuses_the_prompt_or_the_image() throws InterruptedException {
    apiMart.on(
        CallPhase.SUBMIT,
        Fault.json(
            400,
            """
            {"error":{"code":"content_policy_violation","message":"The prompt was rejected",
             "type":"invalid_request_error"}}\
            """));
    assertThat(attempt(generation()))
        .isEqualTo(new Refused("The prompt was rejected", Optional.of(Stage.INPUT), List.of()));

    apiMart.failsWith(
        """
        {"code":400,"message":"Rejected by content moderation","type":"invalid_request_error"}\
        """);
    assertThat(attempt(generation()))
        .isEqualTo(
            new Refused("Rejected by content moderation", Optional.of(Stage.OUTPUT), List.of()));
    assertThat(apiMart.bill().images()).isZero();
  }

  @Test
  void a_failed_task_made_nothing() throws InterruptedException {
    apiMart.failsWith("{\"code\":\"500\",\"message\":\"upstream\",\"type\":\"server_error\"}");

    assertThat(cause(attempt(generation()))).isEqualTo(Cause.SERVER_ERROR);
  }

  @Test
  void no_balance_is_the_accounts_quota_however_it_is_told() throws InterruptedException {
    apiMart.on(CallPhase.SUBMIT, Fault.json(402, error(402, "no balance", "payment_required")));
    assertThat(cause(attempt(generation()))).isEqualTo(Cause.QUOTA);

    apiMart.on(CallPhase.SUBMIT, Fault.json(200, "{\"code\":402,\"message\":\"no balance\"}"));
    assertThat(cause(attempt(generation()))).isEqualTo(Cause.QUOTA);
  }

  @Test
  void a_bad_key_is_told_without_the_key() throws InterruptedException {
    var wrong = UpstreamCalls.account("apimart", apiMart.base(), Map.of(), "sk-wrong-key");

    var outcome = attempt(UpstreamCalls.generation(wrong, order(1, 1024, 1024)));

    assertThat(cause(outcome)).isEqualTo(Cause.CREDENTIAL);
    assertThat(outcome.toString()).doesNotContain("wrong-key");
    assertThat(provider.check(wrong).works()).isFalse();
    assertThat(provider.check(wrong).evidence()).startsWith("401").doesNotContain("wrong-key");
    assertThat(provider.check(account).works()).isTrue();
  }

  @Test
  void a_rate_limit_throttles_the_account() throws InterruptedException {
    apiMart.on(
        CallPhase.SUBMIT,
        Fault.json(429, error(429, "slow down", "rate_limit_error"), "Retry-After", "7"));

    assertThat(attempt(generation()))
        .isInstanceOfSatisfying(
            Throttled.class,
            throttled -> assertThat(throttled.retryAfter()).contains(Duration.ofSeconds(7)));
  }

  @Test
  void an_interrupt_ends_the_waiting() {
    results.onRemoteId(() -> Thread.currentThread().interrupt());

    assertThatThrownBy(() -> attempt(generation())).isInstanceOf(InterruptedException.class);
    assertThat(apiMart.bill().images()).isZero();
  }

  @Test
  void an_unknown_option_is_named() {
    assertThat(provider.problem(account)).isEmpty();
    assertThat(
            provider.problem(
                UpstreamCalls.account(
                    "apimart", apiMart.base(), Map.of(), KEY, Map.of("preset", "x"))))
        .contains(
            "the provider apimart has no option preset; it has discount, http, images-per-call,"
                + " oauth2, price.MODEL");
  }

  private AttemptOutcome attempt(Call call) throws InterruptedException {
    return provider.attempt(call, results);
  }

  private Call generation() {
    return UpstreamCalls.generation(account, order(1, 1024, 1536));
  }

  private static Call edit(Account account, Optional<Call.Input> mask, Call.Input... inputs) {
    return UpstreamCalls.edit(account, order(1, 1024, 1024), List.of(inputs), mask);
  }

  private static Cause cause(AttemptOutcome outcome) {
    return ((NotSent) outcome).cause();
  }
}
