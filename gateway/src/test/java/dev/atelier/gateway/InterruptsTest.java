package dev.atelier.gateway;

import static dev.atelier.gateway.World.order;
import static dev.atelier.gateway.World.submission;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.gateway.query.WatchJob;
import dev.atelier.gateway.query.WatchJob.Watcher;
import dev.atelier.image.AdmissionFault;
import dev.atelier.image.FaultException;
import dev.atelier.image.JobId;
import dev.atelier.moderation.Moderation;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.Capabilities;
import dev.atelier.provider.FakeProvider;
import dev.atelier.provider.FakeProvider.Answer;
import dev.atelier.queue.CancelResult;
import dev.atelier.queue.CompletionPolicy;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What ends a running call from outside, and what waits for it. */
@Timeout(60)
class InterruptsTest {
  @TempDir private Path directory;
  private final FakeProvider single =
      new FakeProvider("single", new Capabilities(1, false, false, false));
  private final FakeProvider queue =
      new FakeProvider("queue", new Capabilities(1, true, false, false));
  private final Semaphore began = new Semaphore(0);
  private final List<Boolean> cancelled = new CopyOnWriteArrayList<>();
  private World world;

  @BeforeEach
  void build() {
    world = World.of(directory, new World.Settings(1, 100, Moderation.OFF), single);
  }

  @AfterEach
  void the_ledger_balances() {
    assertThat(world.audit()).isEmpty();
    world.close();
  }

  @Test
  void a_cancel_interrupts_the_running_call() throws InterruptedException {
    var began = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    single.answers(FakeProvider.Answer.hanging(began, interrupted));
    world.onThreads();
    JobId job = world.submit(order("a red fox")).job().id();
    assertThat(began.await(20, TimeUnit.SECONDS)).isTrue();

    assertThat(world.runtime.gateway().cancel().cancel(World.CALLER, job))
        .isEqualTo(CancelResult.CANCELLED);
    assertThat(interrupted.await(20, TimeUnit.SECONDS)).as("whether it was interrupted").isTrue();
    world.awaitThreads();
  }

  @Test
  void a_cancel_is_told_from_other_interrupts() throws InterruptedException {
    queued(false);
    JobId job = world.submit(order("a red fox")).job().id();
    await(began);
    world.runtime.gateway().cancel().cancel(World.CALLER, job);
    world.awaitThreads();
    assertThat(cancelled).containsExactly(true);
  }

  @Test
  void a_cancel_between_two_questions_ends_the_task_upstream_too() throws InterruptedException {
    queue.answers(
        (_, _, results) -> {
          results.remoteId("task-1");
          return new AttemptOutcome.Unknown("the line went dead");
        },
        (_, _, results) -> {
          cancelled.add(results.cancelled() && Thread.currentThread().isInterrupted());
          throw new InterruptedException();
        });
    start();
    world.waitForEver(began::release);
    JobId job = world.submit(order("a red fox")).job().id();
    await(began);

    world.runtime.gateway().cancel().cancel(World.CALLER, job);
    world.awaitThreads();

    assertThat(cancelled).containsExactly(true);
    assertThat(queue.calls()).hasSize(2);
    assertThat(world.job(job).state()).isEqualTo(JobState.CANCELLED);
  }

  @Test
  void a_stop_leaves_a_call_upstream_that_the_next_start_resumes() throws InterruptedException {
    queued(true);
    JobId job = world.submit(order("a red fox")).job().id();
    await(began);
    world.runtime.close();
    world.awaitThreads();
    assertThat(cancelled).containsExactly(false);
    assertThat(world.job(job).state()).isEqualTo(JobState.RUNNING);

    world.restart();
    world.awaitThreads();

    assertThat(world.job(job).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(world.attempts(job)).hasSize(1);
    assertThat(world.charges(job)).hasSize(1);
    assertThat(world.upstreamSpend()).singleElement().extracting("attempts").isEqualTo(1L);
  }

  @Test
  void a_call_that_is_polled_for_long_is_ended_by_its_own_limit() throws InterruptedException {
    var ping = new Semaphore(0);
    var pong = new Semaphore(0);
    queue.withTimeLimit(Duration.ofMinutes(20));
    queue.answers((_, _, results) -> {
      results.remoteId("task-1");
      began.release();
      while (true) {
        ping.acquire();
        pong.release();
      }
    });
    start();
    JobId job = world.submit(order("a red fox")).job().id();
    await(began);

    world.clock.advance(Duration.ofMinutes(19));
    world.runtime.work().housekeeping().tick();
    ping.release();
    await(pong);
    world.clock.advance(Duration.ofMinutes(2));
    world.runtime.work().housekeeping().tick();
    world.awaitThreads();

    assertThat(world.job(job).state()).isEqualTo(JobState.FAILED);
    assertThat(queue.calls()).as("it is abandoned for good").hasSize(1);
    assertThat(world.upstreamSpend()).singleElement().extracting("ambiguousAttempts").isEqualTo(1L);
    assertThat(world.charges(job)).isEmpty();
  }

  /** A queue whose first call is in progress until it is interrupted. */
  private void queued(boolean thenMade) {
    queue.answers((_, _, results) -> {
      results.remoteId("task-1");
      began.release();
      try {
        new Semaphore(0).acquire();
      } catch (InterruptedException e) {
        cancelled.add(results.cancelled());
        throw e;
      }
      return AttemptOutcome.Succeeded.ALL;
    });
    if (thenMade) {
      queue.answers(Answer.SUCCESS);
    }
    start();
  }

  private void start() {
    world.close();
    world = World.of(directory.resolve("queue"), new World.Settings(1, 100, Moderation.OFF), queue);
    world.onThreads();
  }

  private static void await(Semaphore event) throws InterruptedException {
    assertThat(event.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void a_draining_server_begins_no_further_call_and_leaves_the_rest_queued() {
    single.answers((provider, call, results) -> {
      try {
        world.runtime.drain(Duration.ZERO);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return Answer.SUCCESS.give(provider, call, results);
    });
    JobId job =
        world
            .submit(submission(order("a red fox").withCount(3)).with(CompletionPolicy.ANY))
            .job()
            .id();
    world.work();

    assertThat(single.calls()).hasSize(1);
    assertThat(world.job(job).state()).isEqualTo(JobState.QUEUED);
    assertThat(world.job(job).pending()).hasSize(2);
    world.restart();
    world.work();
    assertThat(world.job(job).state()).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void who_begins_to_wait_for_a_queued_job_while_the_server_stops_is_turned_away()
      throws Exception {
    world.submit(order("takes the slot"));
    Job queued = world.submit(order("a red fox")).job();
    WatchJob watching = world.runtime.gateway().watch();
    watching.leaveQueued();

    try (var late = watching.watch(queued)) {
      assertThatThrownBy(() -> late.await(Watcher.SILENT))
          .isInstanceOfSatisfying(
              FaultException.class,
              e -> assertThat(e.fault()).isInstanceOf(AdmissionFault.Unavailable.class));
    }
    assertThat(world.job(queued.id()).state()).isEqualTo(JobState.QUEUED);
  }

  @Test
  void who_waits_for_a_running_job_goes_on_though_nobody_told_that_it_began() throws Exception {
    world.submit(order("takes the slot"));
    Job queued = world.submit(order("a red fox")).job();
    world.workOne();
    assertThat(world.runtime.work().claims().step()).isTrue();
    assertThat(world.job(queued.id()).state()).isEqualTo(JobState.RUNNING);
    WatchJob watching = world.runtime.gateway().watch();
    watching.leaveQueued();

    try (var watch = watching.watch(queued)) {
      world.workOne();
      assertThat(watch.await(Watcher.SILENT).state()).isEqualTo(JobState.SUCCEEDED);
    }
  }

  @Test
  void a_drain_waits_for_what_runs() throws Exception {
    var began = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    single.answers((provider, call, results) -> {
      began.countDown();
      goOn.await();
      return Answer.SUCCESS.give(provider, call, results);
    });
    world.onThreads();
    JobId job = world.submit(order("a red fox")).job().id();
    assertThat(began.await(20, TimeUnit.SECONDS)).isTrue();
    var drained = new int[] {-1};
    Thread drain =
        Thread.ofVirtual()
            .start(() -> {
              try {
                drained[0] = world.runtime.drain(Duration.ofHours(1));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    goOn.countDown();
    drain.join();
    assertThat(drained[0]).isZero();
    assertThat(world.job(job).state()).isEqualTo(JobState.SUCCEEDED);
    world.awaitThreads();
  }

  @Test
  void a_caller_on_the_line_is_refused_where_its_own_kind_of_work_would_take_too_long() {
    for (int i = 0; i < 3; i++) {
      single.answers((provider, call, results) -> {
        world.clock.advance(ofSeconds(40));
        return Answer.SUCCESS.give(provider, call, results);
      });
      world.submit(order("slow"));
      world.work();
    }
    world.submit(order("running"));
    world.submit(order("40 s to wait"));
    assertThatThrownBy(() -> world.submit(order("80 s to wait")))
        .isInstanceOfSatisfying(
            FaultException.class,
            e -> assertThat(e.fault()).isInstanceOf(AdmissionFault.QueueFull.class));
    assertThat(world.balance().held()).as("two jobs hold").isPositive();
    world.submit(World.edit("another kind of work"));
    world.submit(
        new dev.atelier.gateway.submit.Submission(
            World.CALLER,
            submission(order("nobody waits for it")).request(),
            submission(order("x")).origin(),
            CompletionPolicy.ANY,
            false,
            submission(order("x")).retry()));
    world.work();
  }

  @Test
  void a_lease_is_renewed_as_long_as_its_process_lives() {
    world.submit(order("a red fox"));
    for (int i = 0; i < 10; i++) {
      world.clock.advance(ofSeconds(10));
      assertThat(world.runtime.work().leases().renew()).isEqualTo(1);
    }
    world.clock.advance(ofSeconds(31));
    assertThat(world.runtime.work().leases().renew()).as("late, and nobody took it").isEqualTo(1);
    world.work();
  }
}
