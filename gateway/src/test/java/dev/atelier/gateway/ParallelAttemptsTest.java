package dev.atelier.gateway;

import static dev.atelier.gateway.World.order;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.database.DatabaseUnavailableException;
import dev.atelier.gateway.attempt.AttemptSettings;
import dev.atelier.gateway.settle.CommitRetry;
import dev.atelier.image.JobFault;
import dev.atelier.image.JobId;
import dev.atelier.moderation.Moderation;
import dev.atelier.provider.AttemptOutcome.NotSent;
import dev.atelier.provider.AttemptOutcome.Refused;
import dev.atelier.provider.AttemptOutcome.Spent;
import dev.atelier.provider.AttemptOutcome.Unknown;
import dev.atelier.provider.Capabilities;
import dev.atelier.provider.FakeProvider;
import dev.atelier.provider.FakeProvider.Answer;
import dev.atelier.queue.AttemptRow;
import dev.atelier.queue.CancelResult;
import dev.atelier.queue.CompletionPolicy;
import dev.atelier.queue.ImageState;
import dev.atelier.queue.JobImage;
import dev.atelier.queue.JobState;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several calls of one job at once, each on its own. */
class ParallelAttemptsTest {
  private static final Answer DIES =
      (_, _, _) -> {
        throw new ProcessDies();
      };

  @TempDir private Path directory;
  private final FakeProvider single =
      new FakeProvider("single", new Capabilities(1, false, false, false));
  private World world;

  @BeforeEach
  void build() {
    world = World.of(directory, single);
  }

  private void build(World.Settings settings, FakeProvider... providers) {
    world.close();
    world = World.of(directory, settings, providers);
  }

  @AfterEach
  void the_ledger_balances() {
    assertThat(world.audit()).isEmpty();
    assertThat(world.pool.inFlight()).isZero();
    world.close();
  }

  @Test
  void one_lease_holds_a_job_while_its_calls_run_side_by_side() {
    build(settings(10), single);
    JobId job = submit(5, CompletionPolicy.ANY);

    assertThat(world.attempts(job)).hasSize(5).allMatch(AttemptRow::open);
    assertThat(world.attempts(job))
        .extracting(attempt -> attempt.images().getFirst())
        .containsExactlyInAnyOrder(0, 1, 2, 3, 4);
    world.work();
    assertThat(world.job(job).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(single.calls()).hasSize(5);
  }

  @Test
  void a_job_takes_no_more_slots_than_its_limit() {
    var three =
        new AttemptSettings(
            AttemptSettings.DEFAULT.timeout(),
            AttemptSettings.DEFAULT.largeTimeout(),
            AttemptSettings.DEFAULT.resumeFor(),
            3,
            AttemptSettings.DEFAULT.retry(),
            AttemptSettings.DEFAULT.delivery());
    build(settings(10).with(GatewaySettings.DEFAULT.with(CommitRetry.NEVER).with(three)), single);
    JobId job = submit(8, CompletionPolicy.ANY);
    assertThat(world.attempts(job)).hasSize(3);
    world.work();
    assertThat(world.job(job).state()).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void further_calls_of_one_job_come_after_jobs_that_wait() {
    build(settings(2), single);
    JobId wide = submit(6, CompletionPolicy.ANY);
    assertThat(world.attempts(wide)).hasSize(2);
    JobId next = submit(1, CompletionPolicy.ANY);
    single.answers(
        Answer.SUCCESS,
        (provider, call, results) -> {
          assertThat(world.runtime.work().claims().step())
              .as("the slot of the first call is free for whoever waits")
              .isTrue();
          assertThat(world.job(next).state()).isEqualTo(JobState.RUNNING);
          return Answer.SUCCESS.give(provider, call, results);
        });
    world.work();
    assertThat(world.job(wide).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(world.job(next).state()).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void retries_are_counted_per_image() {
    build(settings(3), single);
    single.answers(
        Answer.of(NotSent.serverError(500, "oops")),
        Answer.SUCCESS,
        Answer.of(NotSent.serverError(500, "oops")));
    JobId job = submit(3, CompletionPolicy.ALL);
    for (int i = 0; i < 5; i++) {
      world.advance(ofSeconds(2));
    }
    assertThat(world.job(job).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(single.calls()).hasSize(5);
  }

  @Test
  void an_all_or_nothing_job_stops_buying_when_it_is_lost() {
    build(settings(1), single);
    single.answers(Answer.of(new Spent("an empty answer")));
    JobId job = submit(10, CompletionPolicy.ALL);
    world.work();

    assertThat(single.calls()).as("no second call").hasSize(1);
    assertThat(world.job(job).state()).isEqualTo(JobState.FAILED);
    assertThat(world.job(job).fault()).containsInstanceOf(JobFault.UpstreamWaste.class);
    assertThat(world.charges(job)).isEmpty();
  }

  @Test
  void nothing_is_bought_after_a_refusal_whatever_the_policy() {
    build(settings(1), single);
    single.answers(Answer.SUCCESS, Answer.of(new Refused("no", Optional.empty(), List.of())));
    JobId job = submit(10, CompletionPolicy.EACH);
    world.work();

    assertThat(single.calls()).hasSize(2);
    assertThat(world.job(job).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(world.charges(job)).hasSize(1);
  }

  @Test
  void a_job_with_a_call_in_flight_is_not_queued_again() {
    build(settings(2), single);
    single.answers(
        (_, call, _) -> {
          assertThat(world.job(call.job()).state()).isEqualTo(JobState.RUNNING);
          return NotSent.serverError(500, "oops");
        },
        (provider, call, results) -> {
          assertThat(world.job(call.job()).state())
              .as("the other call still runs when the first has failed")
              .isEqualTo(JobState.RUNNING);
          return Answer.SUCCESS.give(provider, call, results);
        });
    JobId job = submit(2, CompletionPolicy.ALL);
    world.work();
    assertThat(world.job(job).state()).isEqualTo(JobState.QUEUED);
    world.advance(ofSeconds(2));
    assertThat(world.job(job).state()).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void recovery_resumes_every_open_call() {
    var resumable = new FakeProvider("resumable", new Capabilities(1, true, false, false));
    build(settings(3), resumable);
    Answer dies =
        (_, call, results) -> {
          results.remoteId("task-" + call.indexes());
          throw new ProcessDies();
        };
    resumable.answers(dies, dies, dies);
    JobId job = submit(3, CompletionPolicy.ALL);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(world::workOne).isInstanceOf(ProcessDies.class);
    }
    world.restart();
    world.work();

    assertThat(world.job(job).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(world.attempts(job)).as("no call was made again").hasSize(3);
    assertThat(resumable.calls()).hasSize(6);
  }

  @Test
  void each_open_call_of_a_dead_process_is_settled_for_itself() {
    var resumable = new FakeProvider("resumable", new Capabilities(1, true, false, false));
    build(settings(3), resumable);
    resumable.answers(
        (_, _, results) -> {
          results.remoteId("task-0");
          throw new ProcessDies();
        },
        DIES,
        Answer.unsent(DIES));
    JobId job = submit(3, CompletionPolicy.ANY);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(world::workOne).isInstanceOf(ProcessDies.class);
    }
    world.restart();
    world.work();

    assertThat(world.job(job).images())
        .extracting(JobImage::state)
        .as("resumed, unknown and not repeated, never sent and made again")
        .containsExactly(ImageState.DONE, ImageState.FAILED, ImageState.DONE);
    assertThat(world.job(job).images().get(1).fault())
        .containsInstanceOf(JobFault.OutcomeUnknown.class);
  }

  @Test
  void a_call_that_ends_while_its_job_is_taken_over_keeps_its_end() {
    var resumable = new FakeProvider("resumable", new Capabilities(1, true, false, false));
    build(settings(2), resumable);
    resumable.answers((_, call, results) -> {
      results.remoteId("task-" + call.indexes());
      throw new ProcessDies();
    });
    JobId job = submit(2, CompletionPolicy.ALL);
    Runnable slow = world.next();
    assertThatThrownBy(world::workOne).isInstanceOf(ProcessDies.class);

    world.beforeNextWrite(slow);
    world.restart();
    world.work();

    assertThat(world.job(job).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(world.attempts(job))
        .extracting(AttemptRow::outcome)
        .hasSize(2)
        .allMatch(outcome -> outcome.equals(Optional.of("succeeded")));
    assertThat(resumable.calls()).as("one resumed, none made again").hasSize(3);
  }

  @Test
  void what_was_never_sent_is_made_again_after_a_crash() {
    build(settings(1), single);
    single.answers(Answer.unsent(DIES));
    JobId job = submit(1, CompletionPolicy.ALL);
    assertThatThrownBy(world::work).isInstanceOf(ProcessDies.class);

    world.restart();
    world.work();
    assertThat(world.job(job).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(single.calls()).hasSize(2);
  }

  @Test
  void a_lease_of_this_process_without_a_worker_is_requeued_if_nothing_was_sent() {
    build(settings(1), single);
    world.loseNextAcknowledgement();
    assertThatThrownBy(() -> submit(1, CompletionPolicy.ALL))
        .isInstanceOf(DatabaseUnavailableException.class);
    JobId job = world.onlyJob();
    assertThat(world.job(job).state()).isEqualTo(JobState.RUNNING);

    for (int i = 0; i < 3; i++) {
      world.advance(ofSeconds(11));
    }
    assertThat(world.job(job).state()).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void a_lost_poll_is_not_a_lost_image() {
    var resumable = new FakeProvider("resumable", new Capabilities(1, true, false, false));
    build(settings(1), resumable);
    resumable.answers(
        (_, _, results) -> {
          results.remoteId("task-7");
          return new Unknown("the poll timed out");
        },
        Answer.of(new Unknown("502 while polling")),
        Answer.of(new Unknown("the line went dead")));
    JobId job = submit(1, CompletionPolicy.ALL);
    world.work();

    assertThat(world.job(job).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(world.attempts(job)).hasSize(1);
    assertThat(resumable.calls()).as("asked again three times").hasSize(4);
  }

  @Test
  void a_poll_is_given_up_in_the_end() {
    var resumable = new FakeProvider("resumable", new Capabilities(1, true, false, false));
    build(settings(1), resumable);
    var answers = new Answer[200];
    java.util.Arrays.fill(answers, Answer.of(new Unknown("502 while polling")));
    answers[0] =
        (_, _, results) -> {
          results.remoteId("task-7");
          return new Unknown("the poll timed out");
        };
    resumable.answers(answers);
    JobId job = submit(1, CompletionPolicy.ALL);
    world.work();
    assertThat(world.job(job).fault()).containsInstanceOf(JobFault.OutcomeUnknown.class);
    assertThat(resumable.calls().size()).as("with back-off").isBetween(10, 60);
  }

  @Test
  void a_cancel_between_accept_and_start_buys_nothing() {
    build(settings(1), single);
    boolean[] sent = {false};
    single.answers(
        Answer.unsent((provider, call, results) -> {
          results.sending();
          sent[0] = true;
          return Answer.SUCCESS.give(provider, call, results);
        }));
    JobId job = submit(1, CompletionPolicy.ALL);
    assertThat(world.runtime.gateway().cancel().cancel(World.CALLER, job))
        .isEqualTo(CancelResult.CANCELLED);
    world.work();

    assertThat(sent[0]).as("whether the first byte left").isFalse();
    assertThat(world.upstreamSpend()).isEmpty();
    assertThat(world.attempts(job)).noneMatch(AttemptRow::open);
  }

  @Test
  void a_known_cost_is_recorded_after_the_job_was_taken_away() {
    build(settings(1), single);
    JobId[] id = new JobId[1];
    single.answers((provider, call, results) -> {
      world.runtime.gateway().cancel().cancel(World.CALLER, id[0]);
      return Answer.SUCCESS.give(provider, call, results);
    });
    id[0] = submit(1, CompletionPolicy.ALL);
    world.work();
    assertThat(world.upstreamSpend())
        .singleElement()
        .satisfies(spend -> {
          assertThat(spend.micros()).isPositive();
          assertThat(spend.ambiguousMicros()).isZero();
        });
  }

  private static World.Settings settings(int concurrency) {
    return new World.Settings(concurrency, 100, Moderation.OFF);
  }

  private JobId submit(int images, CompletionPolicy completion) {
    return world
        .submit(World.submission(order("a red fox").withCount(images)).with(completion))
        .job()
        .id();
  }

  /** Ends a process from inside a provider. */
  private static final class ProcessDies extends Error {
    private static final long serialVersionUID = 1L;
  }
}
