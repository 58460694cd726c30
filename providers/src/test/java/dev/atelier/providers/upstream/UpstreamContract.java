package dev.atelier.providers.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.atelier.http.upstream.UpstreamClient;
import dev.atelier.image.AccountId;
import dev.atelier.provider.Account;
import dev.atelier.provider.AccountCheck;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.AttemptOutcome.Cause;
import dev.atelier.provider.AttemptOutcome.NotSent;
import dev.atelier.provider.AttemptOutcome.Succeeded;
import dev.atelier.provider.AttemptOutcome.Unknown;
import dev.atelier.provider.Call;
import dev.atelier.provider.Credential;
import dev.atelier.provider.KeptResults;
import dev.atelier.provider.ProviderContract;
import dev.atelier.testkit.FakeClock;
import dev.atelier.testkit.ScriptedHttp;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every provider promises that calls an upstream and costs money. */
public abstract class UpstreamContract extends ProviderContract {
  private static final int LOST = 5; // more than anybody tries

  protected final UpstreamClient client = new UpstreamClient();
  protected final FakeClock clock = FakeClock.fixed();
  protected final FakePause pause = new FakePause(clock);

  /** Every image by its name, each of bytes of its own that are no text. */
  private final Map<String, byte[]> made = new ConcurrentHashMap<>();

  protected abstract FakeUpstream upstream();

  /** How it says that the prompt is not wanted. */
  protected abstract Fault refusal();

  /** How it says that an account is over its limit; headers as name, value. */
  protected abstract Fault limit(String... headers);

  /** Makes one image fewer of the next order than it asks for. */
  protected abstract void makeFewer();

  /**
   * Whether it says of each image that does not come that it failed, and charges nothing for it.
   */
  protected boolean tellsFailedImages() {
    return false;
  }

  /** Whether it is sent an order again whose answer was lost, since it knows it again. */
  protected abstract boolean repeatsOrders();

  @BeforeEach
  void keepWhatIsMade() {
    upstream().makes(image -> made.computeIfAbsent(image.name(), UpstreamContract::noise));
  }

  @AfterEach
  void close() {
    client.close();
    upstream().close();
  }

  @Override
  protected Account account(Map<String, String> options) {
    return account(UpstreamCalls.KEY, options);
  }

  @Override
  protected final Call call(List<Integer> indexes) {
    Account account = account(Map.of());
    return UpstreamCalls.of(
        indexes, UpstreamCalls.generation(account, UpstreamCalls.order(9, 1024, 1024)));
  }

  /** Their names end with their place among those of the call. */
  @Override
  protected final Map<Integer, byte[]> made(Call call) {
    var images = new TreeMap<>(made).values().iterator();
    var byIndex = new TreeMap<Integer, byte[]>();
    call.indexes().forEach(index -> byIndex.put(index, images.next()));
    return byIndex;
  }

  @Override
  protected Call refused() {
    upstream().on(CallPhase.SUBMIT, refusal());
    return call(List.of(0));
  }

  @Override
  protected Call throttled(Duration retryAfter) {
    upstream().on(CallPhase.SUBMIT, limit("Retry-After", Long.toString(retryAfter.toSeconds())));
    return call(List.of(0));
  }

  @Override
  protected Call unreachable() {
    upstream().close();
    return call(List.of(0));
  }

  @Override
  protected Call lost() {
    every(CallPhase.SUBMIT, Fault.reset().afterwards());
    return call(List.of(0));
  }

  @Override
  protected Call waiting(CountDownLatch begun) {
    upstream().on(CallPhase.SUBMIT, Fault.silence(begun));
    return call(List.of(0));
  }

  @Test
  void it_is_known_that_a_call_leaves_before_it_does() {
    results.onSending(() -> assertThat(upstream().received()).isEmpty());

    attempt(call(indexes()));

    assertThat(results.events()).startsWith("sending");
    assertThat(upstream().received(CallPhase.SUBMIT)).hasSize(1);
  }

  @Test
  void nothing_leaves_where_it_cannot_be_known_that_it_does() {
    results.onSending(() -> {
      throw new IllegalStateException("the job was cancelled");
    });

    assertThatThrownBy(() -> attempt(call(indexes()))).hasRootCauseMessage("the job was cancelled");
    assertThat(upstream().received()).isEmpty();
  }

  @Test
  void an_input_that_cannot_be_read_is_our_own_trouble() {
    assertThat(attempt(edit(UpstreamCalls.gone())))
        .isInstanceOfSatisfying(NotSent.class, it -> assertThat(it.cause()).isEqualTo(Cause.LOCAL));

    assertThat(results.events()).isEmpty();
    assertThat(upstream().bill().lines()).isEmpty();
  }

  @Test
  void an_input_that_breaks_off_is_our_own_trouble() {
    assertThat(attempt(edit(UpstreamCalls.breaksOff())))
        .isInstanceOfSatisfying(NotSent.class, it -> assertThat(it.cause()).isEqualTo(Cause.LOCAL));

    assertThat(upstream().bill().lines()).isEmpty();
  }

  @Test
  void an_edit_is_made() {
    Call call = edit(UpstreamCalls.input("a picture"));

    assertThat(attempt(call)).isEqualTo(Succeeded.ALL);
    assertDelivered(call, results);
  }

  @Test
  void a_call_can_be_found_again_before_it_is_asked_for() {
    assumeTrue(provider().capabilities().resumable());
    results.onRemoteId(() -> assertThat(upstream().received(CallPhase.POLL)).isEmpty());

    Call call = call(indexes());
    attempt(call);

    if (provider().chosenId(call.attempt()).isPresent()) {
      assertThat(results.events()).noneMatch(event -> event.startsWith("remote id "));
    } else {
      assertThat(results.events().get(1)).startsWith("remote id ");
      assertThat(results.events().stream().filter(one -> one.startsWith("remote id"))).hasSize(1);
    }
  }

  @Test
  void a_call_that_is_gone_on_with_is_neither_made_nor_charged_again() {
    assumeTrue(provider().capabilities().resumable());
    Call call = call(indexes());
    attempt(call);
    int charged = upstream().bill().images();
    var later = new KeptResults();

    assertThat(run(() -> provider().resume(call, remoteId(call), later))).isEqualTo(Succeeded.ALL);

    assertDelivered(call, later);
    assertThat(later.events()).noneMatch("sending"::equals);
    assertThat(later.open()).isZero();
    assertThat(upstream().received(CallPhase.SUBMIT)).hasSize(1);
    assertThat(upstream().bill().images()).isEqualTo(charged).isEqualTo(call.indexes().size());
  }

  @Test
  void an_id_that_nobody_knows_stays_unknown() {
    assumeTrue(provider().capabilities().resumable());

    assertThat(run(() -> provider().resume(call(indexes()), "somebody's/else", results)))
        .isInstanceOf(Unknown.class);
    assertThat(upstream().received(CallPhase.SUBMIT)).isEmpty();
  }

  @Test
  void what_cannot_be_resumed_says_so() {
    assumeFalse(provider().capabilities().resumable());

    assertThat(run(() -> provider().resume(call(indexes()), "an id", results)))
        .isInstanceOf(Unknown.class);
    assertThat(upstream().received()).isEmpty();
  }

  @Test
  void a_lost_question_is_asked_again_and_orders_nothing() {
    assumeTrue(provider().capabilities().resumable());
    upstream()
        .on(
            CallPhase.POLL,
            Fault.reset(),
            Fault.page(502),
            Fault.cutAt(7),
            Fault.json(200, "{"),
            Fault.json(503, "{\"message\":\"busy\"}"),
            limit("Retry-After", "2"));
    Call call = call(indexes());

    assertThat(attempt(call)).isEqualTo(Succeeded.ALL);

    assertDelivered(call, results);
    assertThat(upstream().received(CallPhase.SUBMIT)).hasSize(1);
    assertThat(upstream().bill().images()).isEqualTo(call.indexes().size());
  }

  @Test
  void a_lost_answer_is_not_ordered_twice() {
    upstream().on(CallPhase.SUBMIT, Fault.reset().afterwards());
    Call call = call(indexes());

    AttemptOutcome outcome = attempt(call);

    if (repeatsOrders()) {
      assertThat(outcome).isEqualTo(Succeeded.ALL);
      assertThat(upstream().bill().images()).isEqualTo(call.indexes().size());
    } else {
      assertThat(outcome).isInstanceOf(Unknown.class);
      assertThat(upstream().received(CallPhase.SUBMIT)).hasSize(1);
    }
  }

  @Test
  void an_answer_that_breaks_off_may_have_been_charged() {
    every(CallPhase.SUBMIT, Fault.cutAt(5));

    assertThat(attempt(call(indexes()))).isInstanceOf(Unknown.class);
    assertThat(results.open()).isZero();
  }

  @Test
  void a_download_that_fails_is_repeated_and_costs_nothing() {
    assumeTrue(provider().capabilities().resumable());
    upstream().on(CallPhase.DOWNLOAD, Fault.resetAt(3), Fault.cutAt(4));
    Call call = call(indexes());

    assertThat(attempt(call)).isEqualTo(Succeeded.ALL);

    assertDelivered(call, results);
    assertThat(results.open()).isZero();
    assertThat(upstream().bill().images()).isEqualTo(call.indexes().size());
  }

  @Test
  void an_interrupt_ends_a_download() throws Exception {
    assumeTrue(provider().capabilities().resumable());
    var begun = new CountDownLatch(1);
    upstream().on(CallPhase.DOWNLOAD, Fault.silence(begun));

    assertInterrupted(() -> provider().attempt(call(indexes()), results), begun);
  }

  @Test
  void an_interrupt_ends_a_question() throws Exception {
    assumeTrue(provider().capabilities().resumable());
    var begun = new CountDownLatch(1);
    upstream().on(CallPhase.POLL, Fault.silence(begun));

    assertInterrupted(() -> provider().attempt(call(indexes()), results), begun);
  }

  @Test
  void an_interrupt_ends_an_answer_that_has_begun() throws Exception {
    var begun = new CountDownLatch(1);
    upstream().on(CallPhase.SUBMIT, Fault.stalledAt(6, begun));

    assertInterrupted(() -> provider().attempt(call(indexes()), results), begun);
  }

  @Test
  void a_bad_key_is_told_without_the_key() {
    Account wrong = account("sk-wrong-canary", Map.of());

    AttemptOutcome outcome = attempt(generation(wrong));
    AccountCheck check = run(() -> provider().check(wrong));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            NotSent.class, it -> assertThat(it.cause()).isEqualTo(Cause.CREDENTIAL));
    assertThat(outcome.toString()).doesNotContain("canary");
    assertThat(check.works()).isFalse();
    assertThat(check.evidence()).contains("401").doesNotContain("canary");
    assertThat(upstream().bill().lines()).isEmpty();
  }

  @Test
  void the_key_shows_in_no_outcome_whoever_repeats_it() {
    String key = UpstreamCalls.KEY;
    String all =
        "{\"error\":{\"code\":\"%1$s\",\"type\":\"%1$s\",\"message\":\"Bearer %1$s\"},\"detail\":\"%1$s\"}"
            .formatted(key);
    for (int status : List.of(200, 400, 401, 403, 409, 422, 429, 500, 503)) {
      upstream().clear();
      every(CallPhase.SUBMIT, Fault.json(status, all));
      assertThat(attempt(call(List.of(0))).toString()).doesNotContain(key);
    }
    upstream().clear();
    upstream().on(CallPhase.POLL, Fault.json(400, all));
    assertThat(run(() -> provider().check(account(Map.of()))).evidence()).doesNotContain(key);
  }

  @Test
  void images_that_do_not_come_are_missing_and_the_others_are_kept() {
    makeFewer();
    Call call = call(indexes());

    AttemptOutcome outcome = attempt(call);

    if (tellsFailedImages()) {
      assertThat(outcome)
          .isInstanceOfSatisfying(
              NotSent.class, failed -> assertThat(failed.cause()).isEqualTo(Cause.SERVER_ERROR));
    } else {
      assertThat(outcome).isNotInstanceOfAny(NotSent.class, AttemptOutcome.Throttled.class);
    }
    assertThat(results.images()).hasSize(call.indexes().size() - 1);
    assertThat(call.indexes()).containsAll(results.images().keySet());
    assertThat(results.open()).isZero();
  }

  @Test
  void a_slow_drip_ends_by_the_calls_own_time() {
    every(CallPhase.SUBMIT, Fault.dripping(Duration.ofMillis(200)));

    assertThat(attempt(shortly(call(indexes())))).isInstanceOf(Unknown.class);
    assertThat(results.open()).isZero();
  }

  @Test
  void an_endless_answer_ends_by_the_calls_own_time() {
    every(CallPhase.SUBMIT, Fault.endless(" "));

    assertThat(attempt(shortly(call(indexes())))).isInstanceOf(Unknown.class);
    assertThat(results.open()).isZero();
  }

  @Test
  void an_endless_answer_with_things_in_it_is_not_kept() {
    every(CallPhase.SUBMIT, Fault.endless("\"more\":[1,2,3],"));

    assertThat(attempt(call(indexes()))).isInstanceOf(Unknown.class);
    assertThat(results.open()).isZero();
  }

  @Test
  void a_download_that_drips_ends_by_the_calls_own_time() {
    assumeTrue(provider().capabilities().resumable());
    every(CallPhase.DOWNLOAD, Fault.dripping(Duration.ofMillis(200)));

    assertThat(attempt(shortly(call(List.of(0))))).isInstanceOf(Unknown.class);
    assertThat(results.images()).isEmpty();
    assertThat(results.open()).isZero();
  }

  @Test
  void the_key_does_not_follow_a_redirect() {
    try (var elsewhere = ScriptedHttp.start((_, reply) -> reply.json(200, "{}"))) {
      URI there = URI.create(elsewhere.uri() + "/there");
      upstream()
          .on(CallPhase.SUBMIT, Fault.redirect(there))
          .on(CallPhase.UPLOAD, Fault.redirect(there))
          .on(CallPhase.POLL, Fault.redirect(there));

      assertThat(attempt(call(indexes())))
          .isInstanceOfSatisfying(
              NotSent.class, it -> assertThat(it.cause()).isEqualTo(Cause.NOT_SERVED));
      assertThat(run(() -> provider().check(account(Map.of()))).works()).isFalse();
      assertThat(elsewhere.received()).isEmpty();
    }
  }

  @Test
  void the_page_of_a_proxy_proves_nothing() {
    every(CallPhase.SUBMIT, Fault.page(500).afterwards());
    assertThat(attempt(call(List.of(0)))).isInstanceOf(Unknown.class);
  }

  @Test
  void an_error_of_the_upstream_itself_is_a_server_error() {
    upstream().on(CallPhase.SUBMIT, Fault.gzipped(503, "{\"error\":{\"message\":\"busy\"}}"));

    assertThat(attempt(call(List.of(0))))
        .isInstanceOfSatisfying(
            NotSent.class,
            it -> {
              assertThat(it.cause()).isEqualTo(Cause.SERVER_ERROR);
              assertThat(it.status()).contains(503);
              assertThat(it.evidence()).contains("busy");
            });
    assertThat(upstream().bill().lines()).isEmpty();
  }

  @Test
  void a_check_costs_nothing_and_says_what_it_saw() {
    assertThat(run(() -> provider().check(account(Map.of()))).evidence()).isNotBlank();
    assertThat(upstream().received(CallPhase.SUBMIT)).isEmpty();
    upstream().on(CallPhase.POLL, Fault.page(502), Fault.reset());
    for (int i = 0; i < 2; i++) {
      AccountCheck failed = run(() -> provider().check(account(Map.of())));
      assertThat(failed.works()).isFalse();
      assertThat(failed.evidence()).isNotBlank();
    }
    upstream().close();
    assertThat(run(() -> provider().check(account(Map.of()))).works()).isFalse();
    assertThat(upstream().bill().lines()).isEmpty();
  }

  @Test
  void an_interrupt_ends_a_check() throws Exception {
    var begun = new CountDownLatch(1);
    upstream().on(CallPhase.POLL, Fault.silence(begun));

    assertInterrupted(
        () -> {
          provider().check(account(Map.of()));
          return Succeeded.ALL;
        },
        begun);
  }

  @Test
  void what_an_account_lacks_or_has_too_much_is_named() {
    assertThat(provider().problem(account(Map.of()))).isEmpty();
    assertThat(provider().problem(account(Map.of("colour", "red"))).orElseThrow())
        .contains("colour", Account.IMAGES_PER_CALL);
    assertThat(provider().problem(withoutBase()).orElseThrow()).contains("base URL");
  }

  /** The one that our side chose, or the last that was reported. */
  private String remoteId(Call call) {
    return provider()
        .chosenId(call.attempt())
        .orElseGet(() ->
            results.events().stream()
                .filter(event -> event.startsWith("remote id "))
                .map(event -> event.substring("remote id ".length()))
                .toList()
                .getLast());
  }

  /** However often it is tried. */
  private void every(CallPhase phase, Fault fault) {
    Fault[] all = new Fault[LOST];
    Arrays.fill(all, fault);
    upstream().on(phase, all);
  }

  private Call edit(Call.Input input) {
    return UpstreamCalls.edit(
        account(Map.of()), UpstreamCalls.order(1, 1024, 1024), List.of(input), Optional.empty());
  }

  private static Call generation(Account account) {
    return UpstreamCalls.generation(account, UpstreamCalls.order(1, 1024, 1024));
  }

  /** With time for no more than a request to a connection that is there already. */
  private Call shortly(Call call) {
    assertThat(run(() -> provider().check(account(Map.of()))).works()).isTrue();
    return UpstreamCalls.within(Duration.ofSeconds(1), call);
  }

  private Account account(String key, Map<String, String> options) {
    return UpstreamCalls.account(provider().name(), upstream().base(), Map.of(), key, options);
  }

  private Account withoutBase() {
    return new Account(
        new AccountId("one"),
        provider().name(),
        Optional.empty(),
        Credential.of(UpstreamCalls.KEY),
        Map.of(),
        1,
        OptionalInt.empty(),
        Optional.empty(),
        1,
        Map.of(),
        false);
  }

  private static byte[] noise(String name) {
    byte[] bytes = new byte[40_000];
    new Random(name.hashCode()).nextBytes(bytes);
    byte[] title = name.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(title, 0, bytes, 0, title.length);
    return bytes;
  }
}
