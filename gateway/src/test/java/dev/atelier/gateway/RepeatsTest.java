package dev.atelier.gateway;

import static dev.atelier.gateway.World.order;
import static dev.atelier.gateway.World.submission;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.gateway.job.Submitted;
import dev.atelier.gateway.submit.ClientRetry;
import dev.atelier.gateway.submit.Submission;
import dev.atelier.image.FaultException;
import dev.atelier.image.JobId;
import dev.atelier.image.KeyId;
import dev.atelier.image.RequestFault;
import dev.atelier.metering.key.Principal;
import dev.atelier.provider.AttemptOutcome.Throttled;
import dev.atelier.provider.FakeProvider;
import dev.atelier.provider.FakeProvider.Answer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes again joins its original, and nothing else does. */
class RepeatsTest {
  @TempDir private Path directory;
  private final FakeProvider upstream = FakeProvider.paid();
  private World world;

  @BeforeEach
  void build() {
    world = World.of(directory, upstream);
  }

  @AfterEach
  void the_ledger_balances() {
    assertThat(world.audit()).isEmpty();
    world.close();
  }

  @Test
  void two_equal_orders_and_two_repeats_match_one_to_one() {
    JobId first = world.submit(sent(0)).job().id();
    JobId second = world.submit(sent(0)).job().id();
    assertThat(second).isNotEqualTo(first);

    JobId one = world.submit(sent(1)).job().id();
    JobId other = world.submit(sent(1)).job().id();
    assertThat(one).isNotEqualTo(other);
    assertThat(one).isIn(first, second);
    assertThat(other).isIn(first, second);
    JobId again = world.submit(sent(2)).job().id();
    JobId andAgain = world.submit(sent(2)).job().id();
    assertThat(again).isNotEqualTo(andAgain);
    world.work();
    assertThat(upstream.calls()).hasSize(2);
  }

  @Test
  void a_repeat_that_overtakes_its_slow_original_is_joined_by_it() {
    Instant received = world.clock.instant();
    world.clock.advance(ofSeconds(2));
    Submitted repeat = world.submit(sent(1, world.clock.instant()));
    assertThat(repeat.how()).isEqualTo(Submitted.How.NEW);
    world.clock.advance(ofSeconds(20));

    Submitted original = world.submit(sent(0, received));
    assertThat(original.how()).isEqualTo(Submitted.How.JOINED);
    assertThat(original.job().id()).isEqualTo(repeat.job().id());
    world.work();
    assertThat(upstream.calls()).hasSize(1);
  }

  @Test
  void an_equal_order_that_came_after_a_repeat_is_another_one() {
    Submitted repeat = world.submit(sent(1));
    world.clock.advance(ofSeconds(5));
    Submitted later = world.submit(sent(0, world.clock.instant()));
    assertThat(later.job().id()).isNotEqualTo(repeat.job().id());
    world.work();
  }

  @Test
  void an_idempotency_key_survives_the_rotation_of_the_api_key() {
    JobId id = world.submit(keyed(submission(order("a red fox")))).job().id();
    var rotated =
        new Principal(
            World.CALLER.tenant(), new KeyId("key-2"), World.CALLER.scopes(), Optional.empty());
    Submission from = submission(order("a red fox"));
    Submission again =
        new Submission(
            rotated,
            from.request(),
            from.origin(),
            from.completion(),
            from.interactive(),
            keyed(from).retry());
    assertThat(world.submit(again).job().id()).isEqualTo(id);
    world.work();
  }

  @Test
  void a_stream_under_the_key_of_a_plain_request_is_another_request() {
    world.submit(keyed(submission(order("a red fox"))));
    assertThatThrownBy(() -> world.submit(keyed(submission(order("a red fox"))).as("stream")))
        .isInstanceOfSatisfying(
            FaultException.class,
            e -> assertThat(e.fault()).isEqualTo(new RequestFault.IdempotencyKeyReused()));
    world.work();
  }

  @Test
  void a_429_is_not_replayed() {
    upstream.answers(Answer.of(new Throttled(Optional.of(ofSeconds(30)), "429")));
    JobId throttled = world.submit(keyed(submission(order("a red fox")))).job().id();
    world.work();
    world.clock.advance(ofSeconds(31));

    Submitted again = world.submit(keyed(submission(order("a red fox"))));
    assertThat(again.how()).isEqualTo(Submitted.How.NEW);
    assertThat(again.job().id()).isNotEqualTo(throttled);
    world.work();
    assertThat(world.submit(keyed(submission(order("a red fox")))).how())
        .isEqualTo(Submitted.How.REPLAYED);
  }

  private Submission sent(int before) {
    return sent(before, world.clock.instant());
  }

  private static Submission sent(int before, Instant received) {
    return submission(order("a red fox")).with(new ClientRetry(Optional.empty(), before, received));
  }

  private static Submission keyed(Submission from) {
    return from.with(new ClientRetry(Optional.of("k-1"), 0, from.retry().received()));
  }
}
