package dev.atelier.providers.runware;

import static dev.atelier.providers.runware.FakeRunware.MICRO_USD;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.http.client.GuardedClient;
import dev.atelier.http.upstream.UpstreamClient;
import dev.atelier.image.AccountId;
import dev.atelier.image.ArtifactId;
import dev.atelier.image.AttemptId;
import dev.atelier.image.Blocked.Stage;
import dev.atelier.image.ContentHash;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.ImageSize;
import dev.atelier.image.InputImage;
import dev.atelier.image.JobId;
import dev.atelier.image.Order;
import dev.atelier.image.OutputFormat;
import dev.atelier.image.Quality;
import dev.atelier.image.SizeChoice;
import dev.atelier.provider.Account;
import dev.atelier.provider.AccountCheck;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.AttemptOutcome.Cause;
import dev.atelier.provider.AttemptOutcome.NotSent;
import dev.atelier.provider.AttemptOutcome.Refused;
import dev.atelier.provider.AttemptOutcome.Succeeded;
import dev.atelier.provider.AttemptOutcome.Throttled;
import dev.atelier.provider.AttemptOutcome.Unknown;
import dev.atelier.provider.Call;
import dev.atelier.provider.Credential;
import dev.atelier.provider.KeptResults;
import dev.atelier.providers.upstream.Bill;
import dev.atelier.providers.upstream.CallPhase;
import dev.atelier.providers.upstream.FakePause;
import dev.atelier.providers.upstream.Fault;
import dev.atelier.providers.upstream.ResultDownload;
import dev.atelier.testkit.FakeClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RunwareProviderTest {
  private static final String KEY = "rw-0123456789abcdef";
  private static final String ID = "019aa000-1111-7222-8333-444455556666";
  private static final String PROMPT = "a \"paper\" boat,\nmorning light";

  private final FakeRunware runware = new FakeRunware(KEY);
  private final UpstreamClient client = new UpstreamClient();
  private final FakeClock clock = FakeClock.fixed();
  private final FakePause pause = new FakePause(clock);
  private final KeptResults results = new KeptResults();
  private final RunwareProvider provider =
      new RunwareProvider(
          client,
          new ResultDownload(client, new GuardedClient(false)),
          clock,
          pause,
          new SplittableRandom(7));

  @AfterEach
  void close() {
    client.close();
    runware.close();
  }

  @Test
  void every_image_of_a_call_is_fetched_as_it_appears() {
    runware.delay(2);

    assertThat(attempt(call(3))).isEqualTo(Succeeded.ALL);

    assertThat(results.images()).hasSize(3);
    results.images().forEach((index, bytes) -> assertThat(bytes).isEqualTo(image(index)));
    assertThat(results.told(1).seed()).isEqualTo(OptionalLong.of(3_614_157_524_222_286_419L));
    assertThat(results.events()).containsExactly("sending", "image 0", "image 1", "image 2");
    assertThat(results.progress()).isSorted().first().isEqualTo(0.5);
    assertThat(results.progress()).last().isEqualTo(1.0);
    assertThat(results.open()).isZero();
    assertThat(runware.bill().lines()).containsExactly(new Bill.Line(ID, 3, 3 * MICRO_USD));
  }

  @Test
  void a_task_says_what_was_ordered() {
    Order order = order(2);
    attempt(
        call(
            order.withOutput(
                order.output().withFormat(OutputFormat.JPEG, 100).withQuality(Quality.HIGH))));

    assertThat(submitted().toString())
        .isEqualTo(
            """
            {"taskType":"imageInference","taskUUID":"%s","model":"openai:gpt-image@2",\
            "positivePrompt":"a \\"paper\\" boat,\\nmorning light","width":1536,"height":1024,\
            "outputType":"URL","outputFormat":"JPG","outputQuality":99,"numberResults":2,\
            "deliveryMethod":"async","includeCost":true,\
            "providerSettings":{"openai":{"quality":"high","moderation":"auto"}}}\
            """
                .formatted(ID));
    assertThat(runware.received().getFirst().path()).isEqualTo("/v1");
  }

  @Test
  void an_account_may_name_the_model_otherwise() {
    attempt(call(order(1), account(KEY, Map.of("gpt-image-2", "acme:7@1"), Map.of())));

    assertThat(submitted().path("model").asString()).isEqualTo("acme:7@1");
  }

  @Test
  void references_travel_as_data_uris() {
    byte[] png = {1, 2, 3, 4, 5};
    byte[] webp = new byte[40_000];

    assertThat(attempt(edit(List.of(input(OutputFormat.PNG, png), input(OutputFormat.WEBP, webp)))))
        .isEqualTo(Succeeded.ALL);

    var references = submitted().path("inputs").path("referenceImages");
    assertThat(references.path(0).asString()).isEqualTo("data:image/png;base64,AQIDBAU=");
    assertThat(references.path(1).asString())
        .isEqualTo("data:image/webp;base64," + Base64.getEncoder().encodeToString(webp));
    assertThat(references.size()).isEqualTo(2);
  }

  @Test
  void a_reference_that_cannot_be_read_is_our_own_trouble() {
    assertThat(attempt(edit(List.of(new Broken()))))
        .isInstanceOfSatisfying(
            NotSent.class, sent -> assertThat(sent.cause()).isEqualTo(Cause.LOCAL));
    assertThat(runware.bill().lines()).isEmpty();
  }

  @Test
  void a_mask_is_not_served() {
    assertThat(provider.takesMask(masked().account(), "gpt-image-2")).isFalse();
    assertThat(attempt(masked()))
        .isEqualTo(
            new NotSent(
                Cause.NOT_SERVED,
                "Runware takes no mask for this model",
                Optional.empty(),
                Optional.empty()));
    assertThat(results.events()).isEmpty();
    assertThat(runware.received()).isEmpty();
  }

  @Test
  void a_lost_answer_to_a_submit_buys_nothing_twice() {
    runware.on(CallPhase.SUBMIT, Fault.reset().afterwards());

    assertThat(attempt(call(2))).isEqualTo(Succeeded.ALL);

    assertThat(runware.submits()).extracting(RunwareProviderTest::uuid).containsExactly(ID, ID);
    assertThat(runware.bill().lines()).containsExactly(new Bill.Line(ID, 2, 2 * MICRO_USD));
    assertThat(results.events()).startsWith("sending").hasSize(3);
  }

  @Test
  void a_submit_that_did_not_arrive_is_sent_again() {
    runware.on(CallPhase.SUBMIT, Fault.reset(), Fault.page(502).afterwards());

    assertThat(attempt(call(1))).isEqualTo(Succeeded.ALL);

    assertThat(runware.received(CallPhase.SUBMIT)).hasSize(3);
    assertThat(runware.bill().lines()).containsExactly(new Bill.Line(ID, 1, 1 * MICRO_USD));
  }

  @Test
  void a_submit_that_is_lost_each_time_may_have_been_charged() {
    runware.on(CallPhase.SUBMIT, Fault.reset(), Fault.reset(), Fault.reset());

    assertThat(attempt(call(1))).isEqualTo(new Unknown("no-answer"));
    assertThat(runware.received(CallPhase.SUBMIT)).hasSize(3);
  }

  @Test
  void after_a_lost_answer_being_throttled_proves_nothing() {
    runware.on(
        CallPhase.SUBMIT,
        Fault.reset().afterwards(),
        FakeRunware.error(429, "rateLimitExceeded"),
        FakeRunware.error(429, "rateLimitExceeded"));

    assertThat(attempt(call(1))).isEqualTo(new Unknown("no-answer"));
  }

  @Test
  void an_upstream_that_is_away_was_sent_nothing() {
    runware.close();

    assertThat(attempt(call(1)))
        .isInstanceOfSatisfying(
            NotSent.class, sent -> assertThat(sent.cause()).isEqualTo(Cause.UNREACHABLE));
    assertThat(results.events()).isEmpty();
  }

  @Test
  void lost_polls_are_made_again() {
    runware.on(
        CallPhase.POLL,
        Fault.reset().afterwards(),
        Fault.page(502),
        FakeRunware.error(503, "serviceUnavailable"),
        FakeRunware.error(429, "rateLimitExceeded", "Retry-After", "17"),
        FakeRunware.error(404, "taskFailedOrNotFound"));

    assertThat(attempt(call(1))).isEqualTo(Succeeded.ALL);

    assertThat(runware.received(CallPhase.POLL)).hasSize(6);
    assertThat(pause.waits().get(4)).isBetween(Duration.ofSeconds(17), Duration.ofSeconds(21));
  }

  @Test
  void polls_grow_rarer() {
    runware.delay(14);

    attempt(call(1));

    assertThat(pause.waits().stream().map(wait -> Math.round(wait.toMillis() / 100.0) / 10.0))
        .hasSize(15);
    assertThat(pause.waits().get(0)).isBetween(Duration.ofMillis(1000), Duration.ofMillis(1200));
    assertThat(pause.waits().get(1)).isBetween(Duration.ofMillis(500), Duration.ofMillis(600));
    assertThat(pause.waits().get(2)).isBetween(Duration.ofMillis(750), Duration.ofMillis(900));
    assertThat(pause.waits().getLast()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(12));
  }

  @Test
  void a_task_that_never_ends_is_given_up_and_may_be_charged() {
    runware.delay(Integer.MAX_VALUE);

    assertThat(attempt(call(1)))
        .isEqualTo(new Unknown("not ended after 1200 s: the task was still being made"));
    assertThat(pause.waits().stream().reduce(Duration.ZERO, Duration::plus))
        .isEqualTo(Duration.ofMinutes(20));
  }

  @Test
  void a_call_of_an_earlier_process_goes_on() {
    attempt(call(2));
    var after = new KeptResults();
    pause.waits().clear();

    assertThat(run(() -> provider.resume(call(2), ID, after))).isEqualTo(Succeeded.ALL);

    assertThat(after.images()).hasSize(2);
    after.images().forEach((index, bytes) -> assertThat(bytes).isEqualTo(image(index)));
    assertThat(after.events()).doesNotContain("sending");
    assertThat(pause.waits()).containsExactly(Duration.ZERO);
    assertThat(runware.bill().lines()).containsExactly(new Bill.Line(ID, 2, 2 * MICRO_USD));
  }

  @Test
  void a_task_of_an_earlier_process_that_never_arrived_is_sent_again_under_its_id() {
    Call call = recent(call(2));

    assertThat(run(() -> provider.resume(call, ID, results))).isEqualTo(Succeeded.ALL);

    assertThat(uuid(submitted())).isEqualTo(ID);
    assertThat(results.images()).hasSize(2);
    assertThat(runware.bill().lines()).containsExactly(new Bill.Line(ID, 2, 2 * MICRO_USD));
  }

  @Test
  void a_task_that_is_found_only_later_is_not_bought_twice() {
    attempt(call(1));
    runware.on(CallPhase.POLL, FakeRunware.error(404, "taskFailedOrNotFound"));
    var after = new KeptResults();

    assertThat(run(() -> provider.resume(recent(call(1)), ID, after))).isEqualTo(Succeeded.ALL);

    assertThat(runware.received(CallPhase.SUBMIT)).hasSize(2);
    assertThat(runware.bill().lines()).containsExactly(new Bill.Line(ID, 1, MICRO_USD));
  }

  @Test
  void a_task_that_stays_missing_is_unknown_after_half_a_minute() {
    assertThat(run(() -> provider.resume(call(1), ID, results))).isInstanceOf(Unknown.class);
    assertThat(pause.waits().stream().reduce(Duration.ZERO, Duration::plus))
        .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(42));
  }

  @Test
  void a_key_that_is_refused_while_polling_does_not_prove_that_nothing_was_made() {
    runware.on(CallPhase.POLL, FakeRunware.error(401, "invalidApiKey"));

    assertThat(attempt(call(1))).isInstanceOf(Unknown.class);
  }

  @Test
  void a_task_may_fail_with_the_status_of_its_failure() {
    runware.on(CallPhase.POLL, FakeRunware.failedTask(502, ID, "providerError"));

    assertThat(attempt(call(1)))
        .isInstanceOfSatisfying(
            NotSent.class, sent -> assertThat(sent.cause()).isEqualTo(Cause.SERVER_ERROR));
    assertThat(runware.received(CallPhase.POLL)).hasSize(1);
  }

  @Test
  void an_item_that_failed_may_stand_among_the_others() {
    runware.on(
        CallPhase.POLL,
        Fault.json(
            200,
            "{\"data\":{\"taskUUID\":\"%s\",\"status\":\"error\",\"error\":{\"code\":\"timeoutProvider\"}}}"
                .formatted(ID)));

    assertThat(attempt(call(1))).isEqualTo(new Unknown("error, timeoutProvider"));
  }

  @Test
  void words_that_are_not_known_yet_are_waited_for() {
    runware.on(
        CallPhase.POLL,
        Fault.json(200, "{\"data\":[{\"taskUUID\":\"%s\",\"status\":\"pending\"}]}".formatted(ID)),
        Fault.json(200, "{\"data\":[]}"),
        Fault.json(200, "{\"data\":"));

    assertThat(attempt(call(1))).isEqualTo(Succeeded.ALL);
    assertThat(runware.received(CallPhase.POLL)).hasSize(4);
  }

  @Test
  void a_refusal_may_come_with_status_200() {
    runware.on(
        CallPhase.SUBMIT,
        Fault.json(200, "{\"errors\":[{\"code\":\"invalidWidth\",\"message\":\"Too wide.\"}]}"));

    assertThat(attempt(call(1))).isEqualTo(new Refused("Too wide.", Optional.empty(), List.of()));
  }

  @Test
  void an_image_keeps_its_place_whoever_asks_for_it() {
    runware.reversed().delay(1);

    attempt(call(3));

    results.images().forEach((index, bytes) -> assertThat(bytes).isEqualTo(image(index)));
    assertThat(results.events()).endsWith("image 2", "image 1", "image 0");
  }

  @Test
  void a_call_makes_the_images_it_was_given() {
    Order order = order(2);
    Account account = account(KEY, Map.of(), Map.of());

    attempt(
        new Call(
            new AttemptId(UUID.fromString(ID)),
            new JobId(new UUID(1, 2)),
            account,
            new ImageRequest.Generation(order.withCount(9)),
            List.of(4, 7),
            List.of(),
            Optional.empty(),
            Instant.EPOCH,
            Duration.ofMinutes(2)));

    assertThat(results.images()).containsOnlyKeys(4, 7);
    assertThat(submitted().path("numberResults").asInt()).isEqualTo(2);
  }

  @Test
  void nothing_leaves_where_it_cannot_be_stored_that_it_leaves() {
    results.onSending(() -> {
      throw new IllegalStateException("the job was cancelled");
    });

    assertThatThrownBy(() -> attempt(call(1))).hasRootCauseMessage("the job was cancelled");
    assertThat(runware.received()).isEmpty();
  }

  @Test
  void what_it_bills_is_told_to_the_cent() {
    runware.duplicates().delay(2);

    attempt(call(3));

    assertThat(results.statement().usd()).contains(runware.bill().usd());
    assertThat(results.exchanges()).hasSameSizeAs(runware.received());
  }

  @Test
  void what_failed_is_not_billed() {
    runware.fails(1, "providerError");

    attempt(call(3));

    assertThat(runware.bill().images()).isEqualTo(2);
    assertThat(results.statement().usd()).contains(runware.bill().usd());
  }

  @Test
  void asking_again_for_a_call_bills_nothing_more() throws Exception {
    attempt(call(2));
    provider.resume(call(2), ID, results);

    assertThat(results.statement().usd()).contains(runware.bill().usd());
  }

  @Test
  void where_an_image_has_no_price_nothing_is_told() {
    runware.withoutCost();

    attempt(call(1));

    assertThat(results.images()).hasSize(1);
    assertThat(results.statement().usd()).isEmpty();
  }

  @Test
  void an_interrupt_ends_a_request_that_is_not_answered() throws Exception {
    var asked = new CountDownLatch(1);
    runware.on(CallPhase.SUBMIT, Fault.silence(asked));
    var interrupted = new CompletableFuture<Boolean>();
    Thread thread = begin(interrupted);
    assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
    thread.interrupt();

    assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void an_image_named_twice_is_fetched_once() {
    runware.duplicates();

    assertThat(attempt(call(2))).isEqualTo(Succeeded.ALL);

    assertThat(results.images().get(0)).isEqualTo(image(0));
    assertThat(results.images().get(1)).isEqualTo(image(1));
    assertThat(runware.received().stream().filter(one -> one.method().equals("GET"))).hasSize(2);
  }

  @Test
  void an_image_is_fetched_again_when_fetching_fails() {
    runware.on(CallPhase.DOWNLOAD, Fault.reset().afterwards(), Fault.page(503));

    assertThat(attempt(call(1))).isEqualTo(Succeeded.ALL);
    assertThat(results.open()).isZero();
  }

  @Test
  void an_image_that_cannot_be_fetched_is_there_still() {
    runware.on(CallPhase.DOWNLOAD, Fault.page(404), Fault.page(404), Fault.page(404));

    assertThat(attempt(call(2))).isInstanceOf(Unknown.class);
    assertThat(results.images()).containsOnlyKeys(1);
    assertThat(results.open()).isZero();
  }

  @Test
  void moderation_of_a_task_is_a_refusal_with_its_stage() {
    runware.delay(1).fails(0, "invalidProviderContent");

    assertThat(attempt(call(1)))
        .isEqualTo(new Refused("It failed.", Optional.of(Stage.OUTPUT), List.of()));
    assertThat(runware.bill().lines()).containsExactly(new Bill.Line(ID, 0, 0 * MICRO_USD));
  }

  @Test
  void moderation_at_submit_is_a_refusal_of_the_input() {
    runware.on(CallPhase.SUBMIT, FakeRunware.error(400, "invalidProviderContent"));

    assertThat(attempt(call(1)))
        .isEqualTo(
            new Refused("It says invalidProviderContent.", Optional.of(Stage.INPUT), List.of()));
  }

  @Test
  void images_that_came_count_and_the_outcome_speaks_of_the_rest() {
    runware.delay(1).fails(0, "providerError");

    assertThat(attempt(call(3)))
        .isInstanceOfSatisfying(
            NotSent.class, sent -> assertThat(sent.cause()).isEqualTo(Cause.SERVER_ERROR));
    assertThat(results.images()).hasSize(2);
    assertThat(runware.bill().lines()).containsExactly(new Bill.Line(ID, 2, 2 * MICRO_USD));
  }

  @Test
  void credits_that_are_used_up_rest_the_account() {
    runware.on(CallPhase.SUBMIT, FakeRunware.error(402, "insufficientCredits"));

    assertThat(attempt(call(1)))
        .isInstanceOfSatisfying(
            NotSent.class, sent -> assertThat(sent.cause()).isEqualTo(Cause.QUOTA));
  }

  @Test
  void a_bad_key_is_told_without_the_key() {
    Account account = account("rw-bad-key-42", Map.of(), Map.of());

    assertThat(attempt(call(order(1), account)))
        .isInstanceOfSatisfying(
            NotSent.class,
            sent -> {
              assertThat(sent.cause()).isEqualTo(Cause.CREDENTIAL);
              assertThat(sent.evidence()).contains("invalidApiKey").doesNotContain("bad-key");
            });
  }

  @Test
  void a_full_queue_throttles() {
    runware.on(CallPhase.SUBMIT, FakeRunware.error(429, "rateLimitExceeded", "Retry-After", "7"));

    assertThat(attempt(call(1)))
        .isInstanceOfSatisfying(
            Throttled.class,
            throttled -> assertThat(throttled.retryAfter()).contains(Duration.ofSeconds(7)));
    assertThat(runware.received(CallPhase.SUBMIT)).hasSize(1);
  }

  @Test
  void an_interrupt_ends_a_call_at_once() throws Exception {
    runware.delay(Integer.MAX_VALUE);
    var waiting = new CountDownLatch(3);
    var interrupted = new CompletableFuture<Boolean>();
    pause.onWait(waiting::countDown);
    Thread thread = begin(interrupted);
    assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();
    thread.interrupt();

    assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void an_account_is_checked_for_nothing() {
    assertThat(run(() -> provider.check(account(KEY, Map.of(), Map.of()))))
        .isEqualTo(AccountCheck.works("answers with this key"));
    AccountCheck refused = run(() -> provider.check(account("rw-bad", Map.of(), Map.of())));
    assertThat(refused.works()).isFalse();
    assertThat(refused.evidence()).contains("401", "invalidApiKey").doesNotContain("rw-bad");
    runware.on(CallPhase.POLL, Fault.page(502));
    assertThat(run(() -> provider.check(account(KEY, Map.of(), Map.of()))).works()).isFalse();
    assertThat(runware.bill().lines()).isEmpty();
  }

  @Test
  void options_it_does_not_have_are_told() {
    assertThat(provider.problem(account(KEY, Map.of(), Map.of("preset", "openai"))))
        .contains(
            "the provider runware has no option preset; it has discount, http, images-per-call,"
                + " oauth2, price.MODEL");
    Account four = account(KEY, Map.of(), Map.of(Account.IMAGES_PER_CALL, "4"));
    assertThat(provider.problem(four)).isEmpty();
    assertThat(provider.capabilities(four).imagesPerCall()).isEqualTo(4);
    assertThat(provider.capabilities().imagesPerCall()).isEqualTo(20);
  }

  private static byte[] image(int position) {
    return ("image " + ID + "-" + position).getBytes(UTF_8);
  }

  private Thread begin(CompletableFuture<Boolean> interrupted) {
    return Thread.ofVirtual()
        .start(() -> {
          try {
            provider.attempt(call(1), results);
            interrupted.complete(false);
          } catch (InterruptedException e) {
            interrupted.complete(true);
          }
        });
  }

  private JsonNode submitted() {
    return runware.submits().getFirst();
  }

  private static String uuid(JsonNode task) {
    return task.path("taskUUID").asString();
  }

  private AttemptOutcome attempt(Call call) {
    return run(() -> provider.attempt(call, results));
  }

  /** On a virtual thread, as the gateway does. */
  private static <T> T run(Callable<T> work) {
    var done = new CompletableFuture<T>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            done.complete(work.call());
          } catch (Throwable e) {
            done.completeExceptionally(e);
          }
        });
    try {
      return done.get(30, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  private static Order order(int count) {
    Order order = Order.of("gpt-image-2", PROMPT).withCount(count);
    return order.withOutput(
        order.output().withSize(SizeChoice.of(1536, 1024)).withQuality(Quality.LOW));
  }

  private Call call(int count) {
    return call(order(count));
  }

  private Call call(Order order) {
    return call(order, account(KEY, Map.of(), Map.of()));
  }

  private static Call call(Order order, Account account) {
    return call(new ImageRequest.Generation(order), account, List.of(), Optional.empty());
  }

  /** The same for a job of a few minutes ago; the others are older than any vendor's memory. */
  private Call recent(Call call) {
    return new Call(
        call.attempt(),
        call.job(),
        call.account(),
        call.request(),
        call.indexes(),
        call.inputs(),
        call.mask(),
        clock.instant().minus(Duration.ofMinutes(10)),
        call.timeout());
  }

  private Call edit(List<Call.Input> inputs) {
    return call(
        new ImageRequest.Edit(order(1), List.of(described()), Optional.empty()),
        account(KEY, Map.of(), Map.of()),
        inputs,
        Optional.empty());
  }

  private Call masked() {
    return call(
        new ImageRequest.Edit(order(1), List.of(described()), Optional.of(described())),
        account(KEY, Map.of(), Map.of()),
        List.of(input(OutputFormat.PNG, new byte[1])),
        Optional.of(input(OutputFormat.PNG, new byte[1])));
  }

  private static Call call(
      ImageRequest request, Account account, List<Call.Input> inputs, Optional<Call.Input> mask) {
    return new Call(
        new AttemptId(UUID.fromString(ID)),
        new JobId(new UUID(1, 2)),
        account,
        request,
        IntStream.range(0, request.order().count()).boxed().toList(),
        inputs,
        mask,
        Instant.EPOCH,
        Duration.ofMinutes(2));
  }

  private Account account(String key, Map<String, String> models, Map<String, String> options) {
    return new Account(
        new AccountId("runware"),
        "runware",
        Optional.of(runware.base()),
        Credential.of(key),
        models,
        1,
        OptionalInt.empty(),
        Optional.empty(),
        1,
        options,
        false);
  }

  private static InputImage described() {
    return new InputImage(
        new ArtifactId(new UUID(1, 2)),
        new ContentHash("0".repeat(64)),
        OutputFormat.PNG,
        new ImageSize(1, 1),
        true,
        1);
  }

  private static Call.Input input(OutputFormat format, byte[] content) {
    return new Stored(format, content);
  }

  private record Stored(OutputFormat format, byte[] content) implements Call.Input {
    @Override
    public ImageSize size() {
      return new ImageSize(1, 1);
    }

    @Override
    public long bytes() {
      return content.length;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(content);
    }
  }

  /** A file that is gone. */
  private static final class Broken implements Call.Input {
    @Override
    public OutputFormat format() {
      return OutputFormat.PNG;
    }

    @Override
    public ImageSize size() {
      return new ImageSize(1, 1);
    }

    @Override
    public long bytes() {
      return 1;
    }

    @Override
    public InputStream open() throws IOException {
      throw new IOException("gone");
    }
  }
}
