package dev.atelier.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.provider.AttemptOutcome.NotSent;
import dev.atelier.provider.AttemptOutcome.Refused;
import dev.atelier.provider.AttemptOutcome.Succeeded;
import dev.atelier.provider.AttemptOutcome.Throttled;
import dev.atelier.provider.AttemptOutcome.Unknown;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every provider promises, whoever makes its images. */
@Timeout(120)
public abstract class ProviderContract {
  protected final KeptResults results = new KeptResults();

  protected abstract Provider provider();

  /** An account that works, with such options. */
  protected abstract Account account(Map<String, String> options);

  /** A call that ends well. */
  protected abstract Call call(List<Integer> indexes);

  /** What its upstream made of the call that was just attempted, by index. */
  protected abstract Map<Integer, byte[]> made(Call call);

  /** A call that is refused for what it orders. */
  protected abstract Call refused();

  /** A call over a limit of the account that ends after so long. */
  protected abstract Call throttled(Duration retryAfter);

  /** A call to an upstream that does not take connections. */
  protected abstract Call unreachable();

  /** A call that was sent and of which nothing is heard, whoever asks. */
  protected abstract Call lost();

  /** A call that does not end while the test runs; it tells once it waits. */
  protected abstract Call waiting(CountDownLatch begun);

  @Test
  void every_image_comes_whole_to_its_own_index() {
    Call call = call(indexes());

    assertThat(attempt(call)).isEqualTo(Succeeded.ALL);

    assertDelivered(call, results);
    assertThat(results.open()).isZero();
  }

  @Test
  void what_is_refused_is_told_as_a_refusal() {
    assertThat(attempt(refused()))
        .isInstanceOfSatisfying(Refused.class, no -> assertThat(no.reason()).isNotBlank());
    assertThat(results.images()).isEmpty();
  }

  @Test
  void a_limit_is_told_with_the_time_that_it_lasts() {
    assertThat(attempt(throttled(Duration.ofSeconds(17))))
        .isInstanceOfSatisfying(
            Throttled.class,
            full -> {
              assertThat(full.retryAfter()).contains(Duration.ofSeconds(17));
              assertThat(full.evidence()).isNotBlank();
            });
    assertThat(results.images()).isEmpty();
  }

  @Test
  void an_upstream_that_is_not_reached_was_sent_nothing() {
    assertThat(attempt(unreachable()))
        .isInstanceOfSatisfying(
            NotSent.class,
            sent -> assertThat(sent.cause()).isEqualTo(AttemptOutcome.Cause.UNREACHABLE));
    assertThat(results.events()).isEmpty();
  }

  @Test
  void a_lost_answer_may_have_been_charged() {
    assertThat(attempt(lost()))
        .isInstanceOfSatisfying(Unknown.class, lost -> assertThat(lost.cause()).isNotBlank());
    assertThat(results.open()).isZero();
  }

  @Test
  void an_interrupt_ends_a_call_that_waits() throws Exception {
    var begun = new CountDownLatch(1);
    Call call = waiting(begun);

    assertInterrupted(() -> provider().attempt(call, results), begun);
  }

  @Test
  void an_account_may_take_fewer_images_in_one_call() {
    Capabilities kind = provider().capabilities();

    assertThat(kind.imagesPerCall()).isPositive();
    assertThat(provider().capabilities(account(Map.of()))).isEqualTo(kind);
    Account one = account(Map.of(Account.IMAGES_PER_CALL, "1"));
    assertThat(provider().problem(one)).isEmpty();
    assertThat(provider().capabilities(one).imagesPerCall()).isEqualTo(1);
    Account many = account(Map.of(Account.IMAGES_PER_CALL, "1000"));
    assertThat(provider().capabilities(many)).isEqualTo(kind);
  }

  @Test
  void a_kind_of_upstream_has_a_name_and_names_models_as_the_catalogue_does() {
    assertThat(provider().name()).matches("[a-z0-9-]+");
    assertThat(provider().models()).allMatch(model -> model.matches("[a-z0-9.-]+"));
  }

  @Test
  void an_account_that_works_is_found_to() {
    assertThat(run(() -> provider().check(account(Map.of()))).works()).isTrue();
  }

  /** Some places of a larger job: as many as one call makes, two at most. */
  protected final List<Integer> indexes() {
    return provider().capabilities().imagesPerCall() == 1 ? List.of(4) : List.of(4, 7);
  }

  protected final void assertDelivered(Call call, KeptResults kept) {
    Map<Integer, byte[]> made = made(call);
    assertThat(kept.images()).hasSameSizeAs(call.indexes()).hasSameSizeAs(made);
    made.forEach((index, bytes) -> assertThat(kept.bytes(index)).isEqualTo(bytes));
  }

  /** Interrupts what has begun; it must end with its thread's interrupt, and leave no sink open. */
  protected final void assertInterrupted(Callable<AttemptOutcome> work, CountDownLatch begun)
      throws InterruptedException {
    var ended = new CompletableFuture<AttemptOutcome>();
    Thread thread = start(work, ended);
    assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
    thread.interrupt();

    assertThatThrownBy(() -> ended.get(30, TimeUnit.SECONDS))
        .hasCauseInstanceOf(InterruptedException.class);
    assertThat(results.open()).isZero();
  }

  protected final AttemptOutcome attempt(Call call) {
    return run(() -> provider().attempt(call, results));
  }

  /** On a virtual thread, as the gateway does. */
  protected static <T> T run(Callable<T> work) {
    var done = new CompletableFuture<T>();
    start(work, done);
    try {
      return done.get(60, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  private static <T> Thread start(Callable<T> work, CompletableFuture<T> done) {
    return Thread.ofVirtual()
        .start(() -> {
          try {
            done.complete(work.call());
          } catch (Throwable e) { // whatever it is belongs to the test
            done.completeExceptionally(e);
          }
        });
  }
}
