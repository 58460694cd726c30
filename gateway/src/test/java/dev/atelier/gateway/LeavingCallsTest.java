package dev.atelier.gateway;

import static dev.atelier.gateway.World.order;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.image.JobFault;
import dev.atelier.image.JobId;
import dev.atelier.provider.AttemptOutcome.NotSent;
import dev.atelier.provider.Capabilities;
import dev.atelier.provider.FakeProvider;
import dev.atelier.provider.FakeProvider.Answer;
import dev.atelier.queue.AttemptRow;
import dev.atelier.queue.CancelResult;
import dev.atelier.queue.JobState;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that leave at once: their intent says so, in the commit that accepts their job. */
class LeavingCallsTest {
  private static final Capabilities TASKS = new Capabilities(10, true, false, true);

  @SuppressWarnings("UnnecessaryLambda") // several tests give it to a provider
  private static final Answer DIES =
      (_, _, _) -> {
        throw new ProcessDies();
      };

  @TempDir private Path directory;
  private final FakeProvider upstream = FakeProvider.paid().connected();
  private World world;
  private boolean sent;

  @BeforeEach
  void open() {
    world = World.of(directory, upstream);
  }

  @AfterEach
  void the_ledger_balances() {
    assertThat(world.audit()).isEmpty();
    assertThat(world.pool.inFlight()).isZero();
    world.close();
  }

  @Test
  void nothing_is_written_between_the_acceptance_and_the_end() {
    JobId job = submit();
    assertThat(world.attempts(job)).singleElement().matches(row -> row.sent().isPresent());
    world.statements.clear();
    upstream.answers(
        Answer.unsent((provider, call, results) -> {
          results.sending();
          assertThat(world.statements.statements()).isEmpty();
          return Answer.SUCCESS.give(provider, call, results);
        }));
    world.workOne();
    assertThat(world.job(job).state()).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void a_crash_before_the_first_byte_may_have_cost_something() {
    upstream.answers(Answer.unsent(DIES));
    JobId job = throughACrash();
    assertThat(world.job(job).fault()).containsInstanceOf(JobFault.OutcomeUnknown.class);
    assertThat(world.upstreamSpend())
        .singleElement()
        .matches(spend -> spend.ambiguousMicros() > 0, "counted as perhaps spent");
  }

  @Test
  void a_call_whose_id_we_choose_is_asked_for_after_a_crash_before_the_first_byte() {
    FakeProvider tasks = new FakeProvider("tasks", TASKS).connected().takingIds();
    reopen(tasks.answers(Answer.unsent(DIES)));
    JobId job = throughACrash();
    assertThat(world.job(job).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(world.attempts(job))
        .singleElement()
        .satisfies(row -> {
          assertThat(row.remoteId()).contains(row.id().value().toString());
          assertThat(row.outcome()).contains("succeeded");
        });
    assertThat(world.upstreamSpend()).noneMatch(spend -> spend.ambiguousMicros() > 0);
  }

  @Test
  void the_mark_of_a_late_call_holds_its_chosen_id() {
    FakeProvider tasks = new FakeProvider("tasks", TASKS).takingIds();
    reopen(tasks.answers(DIES));
    JobId job = throughACrash();
    assertThat(world.job(job).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(world.attempts(job)).hasSize(1);
  }

  @Test
  void what_this_process_knows_was_not_sent_is_made_again() {
    upstream.answers(Answer.unsent((_, _, _) -> NotSent.local("no connection")));
    JobId job = submit();
    world.work();

    assertThat(world.attempts(job).getFirst().outcome()).contains("not_sent");
    assertThat(world.upstreamSpend()).noneMatch(spend -> spend.ambiguousMicros() > 0);
  }

  @Test
  void a_call_that_is_late_asks_first_whether_its_job_is_still_its_own() {
    upstream.answers(leaves());
    JobId job = submit();
    Runnable late = world.next();
    world.advance(ofSeconds(2));
    cancelElsewhere(job);
    late.run();

    assertThat(sent).as("whether the first byte left").isFalse();
    assertThat(world.upstreamSpend()).isEmpty();
    assertThat(world.attempts(job)).noneMatch(AttemptRow::open);
  }

  @Test
  void a_cancel_between_accept_and_start_buys_nothing() {
    upstream.answers(leaves());
    JobId job = submit();
    assertThat(world.runtime.gateway().cancel().cancel(World.CALLER, job))
        .isEqualTo(CancelResult.CANCELLED);
    world.work();

    assertThat(sent).as("whether the first byte left").isFalse();
    assertThat(world.upstreamSpend()).isEmpty();
    assertThat(world.attempts(job)).noneMatch(AttemptRow::open);
  }

  /** So that nothing in this process knows of it. */
  private void cancelElsewhere(JobId job) {
    var cancelled =
        world.database.write(
            tx -> world.queue.cancel(tx, World.CALLER.tenant(), job, world.clock.instant()));
    assertThat(cancelled).isEqualTo(CancelResult.CANCELLED);
  }

  private Answer leaves() {
    return Answer.unsent((provider, call, results) -> {
      results.sending();
      sent = true;
      return Answer.SUCCESS.give(provider, call, results);
    });
  }

  /** Submits a job, during whose call the process dies, and lets the next one work. */
  private JobId throughACrash() {
    JobId job = submit();
    assertThatThrownBy(world::work).isInstanceOf(ProcessDies.class);
    world.restart();
    world.work();
    return job;
  }

  private void reopen(FakeProvider provider) {
    world.close();
    world = World.of(directory.resolve("again"), provider);
  }

  private JobId submit() {
    return world.submit(World.submission(order("a red fox"))).job().id();
  }

  /** Ends a process from inside a provider. */
  private static final class ProcessDies extends Error {
    private static final long serialVersionUID = 1L;
  }
}
