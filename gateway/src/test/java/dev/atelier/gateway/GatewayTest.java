package dev.atelier.gateway;

import static dev.atelier.gateway.World.order;
import static dev.atelier.gateway.World.submission;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.database.DatabaseUnavailableException;
import dev.atelier.gateway.job.Submitted;
import dev.atelier.gateway.submit.ClientRetry;
import dev.atelier.gateway.submit.Submission;
import dev.atelier.image.AdmissionFault;
import dev.atelier.image.Blocked;
import dev.atelier.image.FaultException;
import dev.atelier.image.ImageSize;
import dev.atelier.image.JobFault;
import dev.atelier.image.JobId;
import dev.atelier.image.Output;
import dev.atelier.image.OutputFormat;
import dev.atelier.image.Quality;
import dev.atelier.image.RequestFault;
import dev.atelier.image.SizeChoice;
import dev.atelier.metering.ledger.Charge;
import dev.atelier.moderation.Moderation;
import dev.atelier.moderation.ModerationSettings;
import dev.atelier.moderation.Rule;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.AttemptOutcome.NotSent;
import dev.atelier.provider.AttemptOutcome.Refused;
import dev.atelier.provider.AttemptOutcome.Spent;
import dev.atelier.provider.AttemptOutcome.Succeeded;
import dev.atelier.provider.AttemptOutcome.Throttled;
import dev.atelier.provider.AttemptOutcome.Unknown;
import dev.atelier.provider.Capabilities;
import dev.atelier.provider.FakeProvider;
import dev.atelier.provider.FakeProvider.Answer;
import dev.atelier.queue.AttemptRow;
import dev.atelier.queue.CancelResult;
import dev.atelier.queue.CompletionPolicy;
import dev.atelier.queue.ImageState;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobImage;
import dev.atelier.queue.JobState;
import dev.atelier.webhook.subscription.JobSubscription;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayTest {
  private static final Answer NOT_SENT = Answer.of(NotSent.unreachable("refused"));
  private static final Answer UNKNOWN = Answer.of(new Unknown("the line went dead"));
  private static final Answer DIES =
      (_, _, _) -> {
        throw new ProcessDies();
      };

  @TempDir Path directory;
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
  void a_picture_is_made_charged_once_and_nothing_stays_held() {
    JobId id = submitAndWork(order("a red fox"));

    Job job = world.job(id);
    assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(job.images()).extracting(JobImage::state).containsExactly(ImageState.DONE);
    assertThat(world.charges(id)).extracting(Charge::micros).containsExactly(1756L * 30 + 11 * 5);
    assertThat(world.balance().held()).isZero();
  }

  @Test
  void a_free_slot_takes_the_job_in_the_commit_that_accepts_it() {
    Job accepted = world.submit(order("a red fox")).job();
    assertThat(accepted.state()).isEqualTo(JobState.RUNNING);
    assertThat(world.attempts(accepted.id())).hasSize(1);
    assertThat(upstream.calls()).isEmpty();
  }

  @Test
  void what_was_auto_is_settled_before_the_call() {
    submitAndWork(order("a red fox"));
    var output = upstream.calls().getFirst().request().order().output();
    assertThat(output.size()).isEqualTo(SizeChoice.of(1024, 1024));
    assertThat(output.quality()).isEqualTo(Quality.MEDIUM);
  }

  @Test
  void what_was_not_sent_is_repeated_at_most_twice() {
    upstream.answers(NOT_SENT, NOT_SENT);
    JobId id = submitAndWork(order("a red fox"));
    assertThat(world.job(id).state()).isEqualTo(JobState.QUEUED);
    world.advance(ofSeconds(5));
    world.advance(ofSeconds(5));
    assertThat(world.job(id).state()).isEqualTo(JobState.SUCCEEDED);

    upstream.answers(NOT_SENT, NOT_SENT, NOT_SENT);
    JobId hopeless = submitAndWork(order("a blue fox"));
    world.advance(ofSeconds(5));
    world.advance(ofSeconds(5));
    assertThat(world.job(hopeless).fault()).containsInstanceOf(JobFault.UpstreamFailed.class);
    assertThat(world.charges(hopeless)).isEmpty();
    assertThat(upstream.calls()).hasSize(6);
  }

  @Test
  void a_throttled_attempt_moves_to_another_account() {
    var second = new FakeProvider("spare", new Capabilities(10, false, false, true));
    world.close();
    world = World.of(directory, upstream, second);
    upstream.answers(Answer.of(new Throttled(Optional.of(ofSeconds(30)), "429")));

    JobId id = submitAndWork(order("a red fox"));
    assertThat(world.job(id).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(second.calls()).hasSize(1);

    submitAndWork(order("the first account still rests"));
    assertThat(upstream.calls()).hasSize(1);
    world.clock.advance(ofSeconds(31));
  }

  @Test
  void a_caller_learns_how_long_the_only_account_rests() {
    upstream.answers(Answer.of(new Throttled(Optional.of(ofSeconds(30)), "429")));
    JobId id = submitAndWork(order("a red fox"));
    assertThat(world.job(id).fault()).contains(new JobFault.UpstreamThrottled(ofSeconds(30)));
  }

  @Test
  void an_unknown_outcome_is_not_repeated_but_counted() {
    upstream.answers(UNKNOWN);
    JobId id = submitAndWork(order("a red fox"));
    assertThat(world.job(id).fault()).containsInstanceOf(JobFault.OutcomeUnknown.class);
    assertThat(upstream.calls()).hasSize(1);
    assertThat(world.charges(id)).isEmpty();
    assertThat(world.attempts(id))
        .extracting(AttemptRow::outcome)
        .containsExactly(Optional.of("unknown"));
  }

  @Test
  void a_refusal_is_final() {
    upstream.answers(
        Answer.of(new Refused("no", Optional.of(Blocked.Stage.INPUT), List.of("violence"))));
    JobId id = submitAndWork(order("a red fox"));
    assertThat(world.job(id).fault())
        .contains(new Blocked(Blocked.Stage.INPUT, List.of("violence")));
    assertThat(upstream.calls()).hasSize(1);
  }

  @Test
  void what_was_spent_for_nothing_is_not_charged() {
    upstream.answers(Answer.of(new Spent("an empty answer")));
    JobId id = submitAndWork(order("a red fox"));
    assertThat(world.job(id).fault()).contains(new JobFault.UpstreamWaste("an empty answer"));
    assertThat(world.charges(id)).isEmpty();
  }

  @Test
  void blocked_pictures_may_be_missing_while_one_passed() {
    upstream.answers((provider, call, results) -> {
      provider.deliver(call, 0, results);
      provider.deliver(call, 2, results);
      return new Succeeded(List.of(1));
    });
    JobId id = submitAndWork(order("three foxes").withCount(3));
    assertThat(world.job(id).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(world.charges(id)).extracting(Charge::image).containsExactlyInAnyOrder(0, 2);
  }

  @Test
  void all_or_nothing_charges_nothing_when_one_picture_fails() {
    upstream.answers((provider, call, results) -> {
      provider.deliver(call, 0, results);
      return new Spent("the rest was lost");
    });
    JobId id = submitAndWork(order("two foxes").withCount(2));
    assertThat(world.job(id).state()).isEqualTo(JobState.FAILED);
    assertThat(world.charges(id)).isEmpty();
    assertThat(world.balance().held()).isZero();
  }

  @Test
  void pictures_delivered_one_by_one_are_charged_one_by_one() {
    upstream.answers((provider, call, results) -> {
      provider.deliver(call, 0, results);
      return new Spent("the rest was lost");
    });
    var submission =
        withDelivery(submission(order("two foxes").withCount(2)), CompletionPolicy.EACH);
    JobId id = world.submit(submission).job().id();
    world.work();
    assertThat(world.charges(id)).extracting(Charge::image).containsExactly(0);
    assertThat(world.balance().held()).isZero();
  }

  @Test
  void pictures_are_shared_out_over_calls() {
    var single = new FakeProvider("single", new Capabilities(1, false, false, false));
    world.close();
    world = World.of(directory, single);
    JobId id = submitAndWork(order("three foxes").withCount(3));
    assertThat(world.job(id).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(single.calls())
        .extracting(call -> call.indexes().getFirst())
        .containsExactly(0, 1, 2);
  }

  @Test
  void a_wrong_size_of_the_right_shape_is_repaired_and_reported() {
    upstream.answers(delivering(new ImageSize(512, 512)));
    JobId id = submitAndWork(order("a red fox"));
    var report = world.job(id).images().getFirst().report().orElseThrow();
    assertThat(report.size()).isEqualTo(new ImageSize(1024, 1024));
    assertThat(report.repairs()).contains("size 512x512 -> 1024x1024");
  }

  @Test
  void a_wrong_format_is_repaired_and_reported() {
    Output webp = Output.DEFAULT.withFormat(OutputFormat.WEBP, 90);
    JobId id = submitAndWork(order("a red fox").withOutput(webp));
    var report = world.job(id).images().getFirst().report().orElseThrow();
    assertThat(report.format()).isEqualTo(OutputFormat.WEBP);
    assertThat(report.repairs()).contains("format png -> webp");
  }

  @Test
  void a_wrong_shape_or_a_torn_picture_is_not_delivered() {
    upstream.answers(
        delivering(new ImageSize(512, 256)),
        (provider, call, results) -> {
          byte[] png = provider.png(new ImageSize(1024, 1024));
          try (var sink = results.image(0)) {
            sink.write(png, 0, png.length / 2);
            sink.complete(dev.atelier.provider.Results.ImageMetadata.NOTHING);
          } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
          return Succeeded.ALL;
        });
    for (String prompt : List.of("wide", "torn")) {
      JobId id = submitAndWork(order(prompt));
      assertThat(world.job(id).fault()).containsInstanceOf(JobFault.UpstreamWaste.class);
      assertThat(world.charges(id)).isEmpty();
    }
  }

  @Test
  void the_same_idempotency_key_makes_one_job() {
    Submission keyed = withKey(submission(order("a red fox")), "k-1");
    Submitted first = world.submit(keyed);
    assertThat(world.submit(keyed).how()).isEqualTo(Submitted.How.JOINED);
    world.work();
    Submitted again = world.submit(keyed);
    assertThat(again.how()).isEqualTo(Submitted.How.REPLAYED);
    assertThat(again.job().id()).isEqualTo(first.job().id());
    assertThatThrownBy(() -> world.submit(withKey(submission(order("a blue fox")), "k-1")))
        .isInstanceOfSatisfying(
            FaultException.class,
            e -> assertThat(e.fault()).isEqualTo(new RequestFault.IdempotencyKeyReused()));
    assertThat(upstream.calls()).hasSize(1);
  }

  @Test
  void another_receiver_under_the_same_key_is_another_request() {
    var here = List.of(JobSubscription.jobEnd(URI.create("https://here.example/"), "test"));
    var there = List.of(JobSubscription.jobEnd(URI.create("https://there.example/"), "test"));
    Submission keyed = withKey(submission(order("a red fox")), "k-1");
    world.submit(keyed.telling(here));

    assertThat(world.submit(keyed.telling(here)).how()).isEqualTo(Submitted.How.JOINED);
    assertThatThrownBy(() -> world.submit(keyed.telling(there)))
        .isInstanceOfSatisfying(
            FaultException.class,
            e -> assertThat(e.fault()).isEqualTo(new RequestFault.IdempotencyKeyReused()));
  }

  @Test
  void a_repeat_without_a_key_joins_its_original() {
    Submission original = submission(order("a red fox"));
    JobId id = world.submit(original).job().id();
    assertThat(world.submit(repeated(original)).job().id()).isEqualTo(id);
    world.work();
    assertThat(world.submit(repeated(original)).how()).isEqualTo(Submitted.How.REPLAYED);
    assertThat(world.submit(original).how()).isEqualTo(Submitted.How.NEW);
    world.work();
  }

  @Test
  void two_repeats_at_once_make_one_job() {
    Submission original = submission(order("a red fox"));
    world.beforeNextWrite(() -> world.submit(repeated(original)));
    Submitted second = world.submit(repeated(original));
    assertThat(second.how()).isEqualTo(Submitted.How.JOINED);
    world.work();
    assertThat(upstream.calls()).hasSize(1);
  }

  @Test
  void a_repeat_of_what_may_be_repeated_is_made_anew() {
    upstream.answers(Answer.of(new Throttled(Optional.of(ofSeconds(30)), "429")));
    Submission original = submission(order("a red fox"));
    JobId id = world.submit(original).job().id();
    world.work();
    world.clock.advance(ofSeconds(31));
    Submitted again = world.submit(repeated(original));
    assertThat(again.how()).isEqualTo(Submitted.How.NEW);
    assertThat(again.job().id()).isNotEqualTo(id);
    world.work();
  }

  @Test
  void cancel_wins_over_a_running_attempt() {
    JobId[] id = new JobId[1];
    upstream.answers((provider, call, results) -> {
      assertThat(world.runtime.gateway().cancel().cancel(World.CALLER, id[0]))
          .isEqualTo(CancelResult.CANCELLED);
      return Answer.SUCCESS.give(provider, call, results);
    });
    id[0] = world.submit(order("a red fox")).job().id();
    world.work();
    assertThat(world.job(id[0]).state()).isEqualTo(JobState.CANCELLED);
    assertThat(world.charges(id[0])).isEmpty();
    assertThat(world.balance().held()).isZero();
    assertThat(world.runtime.gateway().cancel().cancel(World.CALLER, id[0]))
        .isEqualTo(CancelResult.ALREADY_ENDED);
  }

  @Test
  void a_job_not_started_in_time_fails_and_frees_its_hold() {
    world.close();
    world = World.of(directory, new World.Settings(1, 100, Moderation.OFF), upstream);
    JobId first = world.submit(order("busy")).job().id();
    JobId late = world.submit(order("late")).job().id();
    assertThat(world.job(late).state()).isEqualTo(JobState.QUEUED);
    world.clock.advance(ofSeconds(601));
    world.runtime.work().housekeeping().tick();
    assertThat(world.job(late).fault()).contains(new JobFault.StartDeadlinePassed());
    world.work();
    assertThat(world.job(first).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(world.balance().held()).isZero();
  }

  @Test
  void a_job_out_of_time_charges_the_pictures_it_delivers() {
    var single = new FakeProvider("single", new Capabilities(1, false, false, false));
    world.close();
    world = World.of(directory, single);
    single.answers(Answer.SUCCESS, NOT_SENT);
    var submission =
        withDelivery(submission(order("two foxes").withCount(2)), CompletionPolicy.ANY);
    JobId id = world.submit(submission).job().id();
    world.work();
    assertThat(world.job(id).state()).isEqualTo(JobState.QUEUED);
    world.clock.advance(ofSeconds(601));
    world.runtime.work().housekeeping().tick();
    assertThat(world.job(id).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(world.charges(id)).extracting(Charge::image).containsExactly(0);
    assertThat(world.balance().held()).isZero();
  }

  @Test
  void a_full_queue_says_so_and_stores_nothing() {
    world.close();
    world = World.of(directory, new World.Settings(1, 2, Moderation.OFF), upstream);
    world.submit(order("running"));
    world.submit(order("queued 1"));
    world.submit(order("queued 2"));
    long held = world.balance().held();
    assertThatThrownBy(() -> world.submit(order("one too many")))
        .isInstanceOfSatisfying(
            FaultException.class,
            e -> assertThat(e.fault()).isInstanceOf(AdmissionFault.QueueFull.class));
    assertThat(world.balance().held()).isEqualTo(held);
    world.work();
  }

  @Test
  void a_crash_during_a_paid_call_is_settled_as_unknown_at_the_next_start() {
    upstream.answers(DIES);
    JobId id = world.submit(order("a red fox")).job().id();
    assertThatThrownBy(world::work).isInstanceOf(ProcessDies.class);
    assertThat(world.job(id).state()).isEqualTo(JobState.RUNNING);

    world.restart();
    assertThat(world.job(id).fault()).containsInstanceOf(JobFault.OutcomeUnknown.class);
    assertThat(world.balance().held()).isZero();
    assertThat(upstream.calls()).hasSize(1);
  }

  @Test
  void a_crash_during_a_free_call_repeats_it() {
    var free = new FakeProvider("free", new Capabilities(10, false, true, true));
    world.close();
    world = World.of(directory, free);
    free.answers(DIES);
    JobId id = world.submit(order("a red fox")).job().id();
    assertThatThrownBy(world::work).isInstanceOf(ProcessDies.class);

    world.restart();
    world.work();
    assertThat(world.job(id).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(world.charges(id)).extracting(Charge::micros).containsExactly(0L);
  }

  @Test
  void a_crash_after_the_upstream_gave_its_id_resumes_the_call() {
    var resumable = new FakeProvider("resumable", new Capabilities(10, true, false, true));
    world.close();
    world = World.of(directory, resumable);
    resumable.answers((_, _, results) -> {
      results.remoteId("task-7");
      throw new ProcessDies();
    });
    JobId id = world.submit(order("a red fox")).job().id();
    assertThatThrownBy(world::work).isInstanceOf(ProcessDies.class);

    world.restart();
    world.work();
    assertThat(world.job(id).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(world.attempts(id)).hasSize(1);
  }

  @Test
  void a_job_whose_worker_is_gone_is_recovered_while_the_process_lives() {
    var free = new FakeProvider("free", new Capabilities(10, false, true, true));
    world.close();
    world = World.of(directory, free);
    free.answers((provider, call, results) -> {
      world.beforeNextWrite(() -> {
        throw new DatabaseUnavailableException("the disk is away");
      });
      return Answer.SUCCESS.give(provider, call, results);
    });
    JobId id = world.submit(order("a red fox")).job().id();
    world.work();
    assertThat(world.job(id).state()).isEqualTo(JobState.RUNNING);

    world.advance(ofSeconds(10));
    assertThat(world.job(id).state()).isEqualTo(JobState.RUNNING);
    world.advance(ofSeconds(10));
    assertThat(world.job(id).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(free.calls()).hasSize(2);
  }

  @Test
  void a_defect_in_a_provider_is_an_unknown_outcome() {
    upstream.answers((_, _, _) -> {
      throw new IllegalStateException("defect");
    });
    JobId id = submitAndWork(order("a red fox"));
    assertThat(world.job(id).fault()).containsInstanceOf(JobFault.OutcomeUnknown.class);
  }

  @Test
  void a_blocked_prompt_makes_no_job() {
    world.close();
    var rules = new ModerationSettings(List.of(new Rule("violence", List.of("bomb"))));
    world = World.of(directory, new World.Settings(4, 100, Moderation.of(rules)), upstream);
    assertThatThrownBy(() -> world.submit(order("build a bomb")))
        .isInstanceOfSatisfying(
            FaultException.class, e -> assertThat(e.fault()).isInstanceOf(Blocked.class));
    assertThat(world.balance().held()).isZero();
    assertThat(upstream.calls()).isEmpty();
  }

  private JobId submitAndWork(dev.atelier.image.Order order) {
    JobId id = world.submit(order).job().id();
    world.work();
    return id;
  }

  private static Answer delivering(ImageSize size) {
    return (provider, call, results) -> {
      try (var sink = results.image(0)) {
        sink.write(provider.png(size));
        sink.complete(dev.atelier.provider.Results.ImageMetadata.NOTHING);
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
      return (AttemptOutcome) Succeeded.ALL;
    };
  }

  private static Submission withKey(Submission from, String key) {
    return from.with(new ClientRetry(Optional.of(key), 0, from.retry().received()));
  }

  private static Submission repeated(Submission from) {
    return repeated(from, 1);
  }

  private static Submission repeated(Submission from, int count) {
    return from.with(new ClientRetry(Optional.empty(), count, from.retry().received()));
  }

  private static Submission withDelivery(Submission from, CompletionPolicy completion) {
    return from.with(completion);
  }

  /** Ends a process from inside a provider. */
  private static final class ProcessDies extends Error {
    private static final long serialVersionUID = 1L;
  }
}
