package dev.atelier.providers.seaart;

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
import dev.atelier.provider.AttemptOutcome.Spent;
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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SeaArtProviderTest {
  private final UpstreamClient client = new UpstreamClient();
  private final FakeSeaArt seaArt = new FakeSeaArt(UpstreamCalls.KEY);
  private final FakeClock clock = FakeClock.fixed();
  private final FakePause pause = new FakePause(clock);
  private final KeptResults results = new KeptResults();
  private final SeaArtProvider provider =
      new SeaArtProvider(client, UpstreamCalls.download(client), clock, pause, new Random(7));
  private final Account account = UpstreamCalls.account("seaart", seaArt.base(), Map.of());

  @AfterEach
  void close() {
    client.close();
    seaArt.close();
  }

  @Test
  void several_images_are_ordered_at_once_and_fetched() throws InterruptedException {
    var outcome = attempt(generation(2));

    assertThat(outcome).isEqualTo(Succeeded.ALL);
    assertThat(results.texts()).isEqualTo(Map.of(0, "image mmsu_1-0.png", 1, "image mmsu_1-1.png"));
    assertThat(results.events())
        .containsExactly("sending", "remote id gpt_image_2/mmsu_1", "image 0", "image 1");
    assertThat(results.progress()).containsExactly(0.5);
    assertThat(seaArt.orders().getFirst().toString())
        .isEqualTo(
            "{\"prompt\":\"a red \\\"fox\\\"\\nin snow\",\"n\":2,\"size\":\"1024x1536\","
                + "\"quality\":\"medium\",\"output_format\":\"png\"}");
    assertThat(seaArt.bill().images()).isEqualTo(2);
  }

  @Test
  void it_is_asked_after_two_seconds_and_then_about_every_three() throws InterruptedException {
    seaArt.madeAfter(4);

    attempt(generation(1));

    assertThat(pause.waits()).hasSize(4);
    assertThat(pause.waits().getFirst()).isBetween(Duration.ofSeconds(2), Duration.ofMillis(2400));
    assertThat(pause.waits().subList(1, 4))
        .allSatisfy(
            pause -> assertThat(pause).isBetween(Duration.ofSeconds(3), Duration.ofMillis(3600)));
  }

  @Test
  void references_and_a_mask_go_along_as_data_urls() throws InterruptedException {
    var call =
        UpstreamCalls.edit(
            account,
            order(1, 1024, 1024),
            List.of(input("first"), input("second")),
            Optional.of(input("mask")));

    assertThat(attempt(call)).isEqualTo(Succeeded.ALL);

    assertThat(results.events()).contains("remote id gpt_image_2_edit/mmsu_1");
    var sent = seaArt.orders().getFirst();
    assertThat(sent.path("images").toString())
        .isEqualTo("[\"data:image/png;base64,Zmlyc3Q=\",\"data:image/png;base64,c2Vjb25k\"]");
    assertThat(sent.path("mask").asString()).isEqualTo("data:image/png;base64,bWFzaw==");
    assertThat(sent.path("background").asString()).isEqualTo("opaque");
  }

  @Test
  void lost_questions_are_asked_again_and_retry_after_is_honoured() throws InterruptedException {
    seaArt.on(
        CallPhase.POLL,
        Fault.reset(),
        Fault.page(502),
        Fault.json(429, "{\"detail\":\"slow\"}", "Retry-After", "20"),
        Fault.json(404, "{\"detail\":\"Request not found\"}"));

    assertThat(attempt(generation(1))).isEqualTo(Succeeded.ALL);

    assertThat(pause.waits().get(3)).isGreaterThanOrEqualTo(Duration.ofSeconds(20));
    assertThat(seaArt.orders()).hasSize(1);
  }

  @Test
  void a_task_that_never_ends_is_unknown_after_a_quarter_of_an_hour() throws InterruptedException {
    seaArt.madeAfter(Integer.MAX_VALUE);

    assertThat(attempt(generation(1)))
        .isEqualTo(new Unknown("not ended after 900 s: the task was still being made"));
  }

  @Test
  void a_call_of_an_earlier_process_is_gone_on_with() throws InterruptedException {
    attempt(generation(2));
    var later = new KeptResults();

    var outcome = provider.resume(generation(2), "gpt_image_2/mmsu_1", later);

    assertThat(outcome).isEqualTo(Succeeded.ALL);
    assertThat(later.images()).hasSize(2);
    assertThat(seaArt.orders()).hasSize(1);
  }

  @Test
  void a_call_that_the_upstream_forgot_is_unknown() throws InterruptedException {
    assertThat(provider.resume(generation(1), "gpt_image_2/gone", results))
        .isInstanceOf(Unknown.class);
    assertThat(provider.resume(generation(1), "nonsense", results)).isInstanceOf(Unknown.class);
  }

  @Test
  void a_lost_answer_to_the_order_is_unknown_and_not_ordered_twice() throws InterruptedException {
    seaArt.on(CallPhase.SUBMIT, Fault.reset().afterwards());

    assertThat(attempt(generation(1))).isInstanceOf(Unknown.class);
    assertThat(seaArt.orders()).hasSize(1);
    assertThat(results.events()).containsExactly("sending");
  }

  @Test
  void moderation_refuses() throws InterruptedException {
    seaArt.failsWith(
        """
        "error":"Rejected by our moderation","error_type":"REQUEST_INVALID"\
        """);

    assertThat(attempt(generation(1)))
        .isEqualTo(new Refused("Rejected by our moderation", Optional.of(Stage.INPUT), List.of()));
    assertThat(seaArt.bill().images()).isZero();
  }

  @Test
  void a_failed_inference_made_nothing_however_its_error_is_written() throws InterruptedException {
    seaArt.failsWith(
        """
        "error":"Task execution failed","error_type":"INFERENCE_FAILURE"\
        """);
    assertThat(cause(attempt(generation(1)))).isEqualTo(Cause.SERVER_ERROR);

    seaArt.failsWith(
        """
        "error":{"code":"REQUEST_INVALID","error_message":"size is wrong"}\
        """);
    assertThat(attempt(generation(1)))
        .isEqualTo(new Refused("size is wrong", Optional.empty(), List.of()));
  }

  @Test
  void no_credit_is_the_accounts_quota() throws InterruptedException {
    seaArt.on(
        CallPhase.SUBMIT,
        Fault.json(
            402,
            """
            {"status":{"code":402,"message":"Insufficient credits","error_code":40201},
             "data":null}\
            """));

    assertThat(cause(attempt(generation(1)))).isEqualTo(Cause.QUOTA);
  }

  @Test
  void a_bad_key_is_told_without_the_key() throws InterruptedException {
    var wrong = UpstreamCalls.account("seaart", seaArt.base(), Map.of(), "sk-wrong-key");

    var outcome = attempt(UpstreamCalls.generation(wrong, order(1, 1024, 1024)));

    assertThat(cause(outcome)).isEqualTo(Cause.CREDENTIAL);
    assertThat(outcome.toString()).doesNotContain("wrong-key");
    var check = provider.check(wrong);
    assertThat(check.works()).isFalse();
    assertThat(check.evidence()).startsWith("401").doesNotContain("wrong-key");
  }

  @Test
  void a_good_key_is_checked_without_an_order() throws InterruptedException {
    assertThat(provider.check(account).works()).isTrue();
    assertThat(seaArt.orders()).isEmpty();
  }

  @Test
  void a_rate_limit_throttles_the_account() throws InterruptedException {
    seaArt.on(
        CallPhase.SUBMIT,
        Fault.json(
            429,
            """
            {"error":{"code":"RATE_LIMIT_EXCEEDED","message":"Rate limit exceeded"}}\
            """,
            "Retry-After",
            "7"));

    assertThat(attempt(generation(1)))
        .isInstanceOfSatisfying(
            Throttled.class,
            throttled -> assertThat(throttled.retryAfter()).contains(Duration.ofSeconds(7)));
  }

  @Test
  void images_that_do_not_come_are_missing_and_the_others_kept() throws InterruptedException {
    seaArt.loses(1);

    assertThat(attempt(generation(2))).isEqualTo(Succeeded.ALL);
    assertThat(results.images()).containsOnlyKeys(0);
  }

  @Test
  void a_task_without_any_image_is_spent() throws InterruptedException {
    seaArt.loses(1);

    assertThat(attempt(generation(1))).isInstanceOf(Spent.class);
  }

  @Test
  void images_beyond_the_order_are_left_and_told() throws InterruptedException {
    seaArt.loses(-1);

    assertThat(attempt(generation(2))).isEqualTo(Succeeded.ALL);
    assertThat(results.images()).containsOnlyKeys(0, 1);
    assertThat(results.events()).contains("surplus 1");
  }

  @Test
  void an_interrupt_for_a_cancelled_job_cancels_the_task() {
    seaArt.madeAfter(Integer.MAX_VALUE);
    results.cancel();
    results.onRemoteId(() -> Thread.currentThread().interrupt());

    assertThatThrownBy(() -> attempt(generation(1))).isInstanceOf(InterruptedException.class);

    assertThat(seaArt.cancelled()).isEqualTo(1);
    assertThat(seaArt.received().getLast().method()).isEqualTo("PUT");
    assertThat(seaArt.bill().images()).isZero();
  }

  @Test
  void an_interrupt_for_another_reason_leaves_the_task_to_be_resumed() throws Exception {
    seaArt.madeAfter(3);
    results.onRemoteId(() -> Thread.currentThread().interrupt());

    assertThatThrownBy(() -> attempt(generation(1))).isInstanceOf(InterruptedException.class);
    assertThat(seaArt.cancelled()).isZero();

    assertThat(provider.resume(generation(1), "gpt_image_2/mmsu_1", results))
        .isEqualTo(Succeeded.ALL);
    assertThat(seaArt.orders()).hasSize(1);
    assertThat(seaArt.bill().images()).isEqualTo(1);
  }

  @Test
  void a_call_may_take_as_long_as_its_task_is_asked_for() {
    assertThat(provider.timeLimit(account, Duration.ofMinutes(2)))
        .isEqualTo(Duration.ofMinutes(2 + 15 + 2));
  }

  @Test
  void an_unknown_option_is_named() {
    assertThat(provider.problem(account)).isEmpty();
    var other =
        UpstreamCalls.account(
            "seaart", seaArt.base(), Map.of(), UpstreamCalls.KEY, Map.of("preset", "x"));
    assertThat(provider.problem(other))
        .contains(
            "the provider seaart has no option preset; it has discount, http, images-per-call,"
                + " oauth2, price.MODEL");
  }

  private AttemptOutcome attempt(Call call) throws InterruptedException {
    return provider.attempt(call, results);
  }

  private Call generation(int count) {
    return UpstreamCalls.generation(account, order(count, 1024, 1536));
  }

  private static Cause cause(AttemptOutcome outcome) {
    return ((NotSent) outcome).cause();
  }
}
