package dev.atelier.gateway;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.gateway.order.Terms;
import dev.atelier.gateway.submit.Submission;
import dev.atelier.image.AdmissionFault;
import dev.atelier.image.FaultException;
import dev.atelier.image.JobId;
import dev.atelier.image.Order;
import dev.atelier.metering.ledger.Charge;
import dev.atelier.moderation.Moderation;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.Capabilities;
import dev.atelier.provider.FakeProvider;
import dev.atelier.provider.FakeProvider.Answer;
import dev.atelier.provider.account.AccountFilter;
import dev.atelier.queue.CompletionPolicy;
import dev.atelier.queue.JobState;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Work that only some of the accounts may take, by their tier labels, and what it costs then. */
class TiersTest {
  private static final long FLAT = 8_500;
  private static final long METERED = 1756L * 30 + 11 * 5;
  private static final Terms STANDARD =
      new Terms(new AccountFilter.Without("dear"), Optional.of("apimart"));
  private static final Terms FALLBACK =
      new Terms(new AccountFilter.Last("dear"), Optional.of("apimart"));
  private static final Answer THROTTLED =
      Answer.of(new AttemptOutcome.Throttled(Optional.of(ofSeconds(300)), "429"));

  @TempDir Path directory;
  private final FakeProvider plain = provider("plain");
  private final FakeProvider dear = provider("dear");
  private World world;

  @BeforeEach
  void build() {
    world = World.of(directory, settings(), plain, dear);
  }

  @AfterEach
  void the_ledger_balances() {
    assertThat(world.audit()).isEmpty();
    world.close();
  }

  @Test
  void a_job_that_leaves_a_tier_out_waits_for_another_account() {
    JobId first = submit(STANDARD);
    JobId second = submit(STANDARD);
    assertThat(world.job(first).state()).isEqualTo(JobState.RUNNING);
    assertThat(world.job(second).state()).isEqualTo(JobState.QUEUED);
    assertThat(world.runtime.work().claims().step()).isFalse();

    world.work();

    assertThat(plain.calls()).hasSize(2);
    assertThat(dear.calls()).isEmpty();
    assertThat(world.charges(second)).extracting(Charge::micros).containsExactly(FLAT);
  }

  @Test
  void it_blocks_nobody_behind_it() {
    submit(STANDARD);
    JobId waiting = submit(STANDARD);

    JobId behind = submit(Terms.USUAL);
    assertThat(world.runtime.work().claims().step()).isTrue();

    assertThat(world.job(behind).state()).isEqualTo(JobState.RUNNING);
    assertThat(world.job(waiting).state()).isEqualTo(JobState.QUEUED);
    world.work();
    assertThat(dear.calls()).hasSize(1);
    assertThat(world.charges(behind)).extracting(Charge::micros).containsExactly(METERED);
  }

  @Test
  void it_is_still_left_to_the_right_account_after_a_restart() {
    JobId running = submit(STANDARD);
    JobId waiting = submit(STANDARD);
    world.restart();
    world.work();

    assertThat(world.job(running).state()).as("nothing was sent").isEqualTo(JobState.SUCCEEDED);
    assertThat(world.job(waiting).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(dear.calls()).isEmpty();
  }

  @Test
  void it_is_refused_where_every_account_is_left_out() {
    world.close();
    world = World.of(directory, settings(), dear);

    assertThatThrownBy(() -> submit(STANDARD))
        .isInstanceOfSatisfying(
            FaultException.class,
            e -> assertThat(e.fault()).isInstanceOf(AdmissionFault.NoAccount.class));
    assertThat(world.balance().held()).isZero();
  }

  @Test
  void a_last_resort_is_not_used_while_another_account_is_free() {
    JobId id = submit(FALLBACK);
    assertThat(world.balance().held()).isEqualTo(METERED);
    world.work();

    assertThat(plain.calls()).hasSize(1);
    assertThat(dear.calls()).isEmpty();
    assertThat(world.charges(id)).extracting(Charge::micros).containsExactly(FLAT);
    assertThat(world.balance().held()).isZero();
  }

  @Test
  void a_last_resort_is_used_when_every_other_account_is_busy() {
    submit(STANDARD);
    JobId id = submit(FALLBACK);
    assertThat(world.job(id).state()).isEqualTo(JobState.RUNNING);
    world.work();

    assertThat(world.charges(id)).extracting(Charge::micros).containsExactly(METERED);
  }

  @Test
  void a_last_resort_is_used_when_every_other_account_rests_and_costs_its_own_price() {
    plain.answers(THROTTLED);
    JobId id = submit(FALLBACK);
    world.work();
    world.advance(ofSeconds(5));

    assertThat(world.job(id).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(dear.calls()).hasSize(1);
    assertThat(world.charges(id)).extracting(Charge::micros).containsExactly(METERED);

    JobId any = submit(Terms.USUAL);
    world.work();
    assertThat(world.job(any).state())
        .as("the account rests from all of it")
        .isEqualTo(JobState.SUCCEEDED);
    assertThat(plain.calls()).hasSize(1);
  }

  @Test
  void each_picture_costs_what_its_maker_costs() {
    Answer half =
        (provider, call, results) -> {
          provider.deliver(call, 0, results);
          return new AttemptOutcome.Throttled(Optional.of(ofSeconds(300)), "429");
        };
    plain.answers(half);
    JobId id = submit(Order.of("gpt-image-2", "a red fox").withCount(2), FALLBACK);
    assertThat(world.balance().held()).isEqualTo(2 * METERED);
    world.work();
    world.advance(ofSeconds(5));

    assertThat(world.charges(id)).extracting(Charge::micros).containsExactly(FLAT, METERED);
  }

  @Test
  void the_place_in_the_line_counts_all_who_wait_for_the_same_accounts() {
    submit(Terms.USUAL);
    submit(Terms.USUAL);
    submit(STANDARD);
    submit(FALLBACK);
    JobId last = submit(Terms.USUAL);

    assertThat(world.runtime.gateway().find().ahead(world.job(last))).isEqualTo(2);
    world.work();
  }

  private JobId submit(Terms terms) {
    return submit(World.order("a red fox"), terms);
  }

  private JobId submit(Order order, Terms terms) {
    Submission from = World.submission(order);
    return world
        .submit(
            new Submission(
                    from.principal(),
                    from.request(),
                    from.origin(),
                    CompletionPolicy.ANY,
                    false,
                    from.retry())
                .on(terms))
        .job()
        .id();
  }

  private static World.Settings settings() {
    return new World.Settings(1, 100, Moderation.OFF, Map.of("dear", "dear"));
  }

  private static FakeProvider provider(String name) {
    return new FakeProvider(name, new Capabilities(10, false, false, true));
  }
}
