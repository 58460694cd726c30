package dev.atelier.queue;

import static dev.atelier.queue.QueueWorld.ACCOUNT;
import static dev.atelier.queue.QueueWorld.NODE;
import static dev.atelier.queue.QueueWorld.ROUTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.database.Database;
import dev.atelier.image.AdmissionFault;
import dev.atelier.image.AttemptId;
import dev.atelier.image.FaultException;
import dev.atelier.image.JobFault;
import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import dev.atelier.queue.claim.QueueDepth;
import dev.atelier.queue.claim.QueueSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the queue does over any database with a job on its way in and while it runs. */
public abstract class LeaseContract {
  public static final List<String> MIGRATIONS = List.of("classpath:dev/atelier/queue/migrations");

  QueueWorld world;

  /** An empty database with the queue's schema. */
  abstract Database open();

  /** How that database is used. */
  QueueSettings settings() {
    return QueueSettings.DEFAULT;
  }

  @BeforeEach
  final void begin() {
    world = new QueueWorld(open(), settings());
  }

  @AfterEach
  final void end() {
    world.close();
  }

  // ---- in ----

  @Test
  void a_submitted_job_is_read_as_it_was_given() {
    var given = world.newJob(2);
    world.submit(given);

    var job = world.job(given.id());
    assertThat(job.spec()).isEqualTo(given);
    assertThat(job)
        .isEqualTo(
            new Job(
                given,
                new JobProgress(
                    JobState.QUEUED,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    1,
                    List.of(JobImage.pending(0), JobImage.pending(1)))));
    assertThat(job.pending()).containsExactly(0, 1);
  }

  @Test
  void a_full_queue_refuses_and_keeps_nothing() {
    var small = new QueueWorld(world.database, settings().withLengthMax(2, 2));
    small.queued(1);
    small.queued(1);

    assertThatThrownBy(() -> small.queued(1))
        .isInstanceOfSatisfying(
            FaultException.class,
            e -> assertThat(e.fault()).isInstanceOf(AdmissionFault.QueueFull.class));
    assertThat(small.depth()).isEqualTo(new QueueDepth(0, 2, 0));

    assertThat(small.claim(ROUTE)).isPresent();
    small.queued(1);
    assertThat(small.depth()).isEqualTo(new QueueDepth(0, 2, 1));
  }

  @Test
  void a_rolled_back_submit_leaves_no_trace() {
    var job = world.newJob(1);
    assertThatThrownBy(() ->
            world.write(tx -> {
              world.queue.submit(tx, job);
              throw new IllegalStateException("changed my mind");
            }))
        .hasMessage("changed my mind");
    assertThat(world.find(job.id())).isEmpty();
    assertThat(world.depth()).isEqualTo(new QueueDepth(0, 0, 0));
  }

  @Test
  void a_job_born_failed_is_never_queued() {
    var job = world.newJob(2);
    var fault = new JobFault.UpstreamRefused("nope");
    world.write(tx -> {
      world.queue.submitFailed(tx, job, fault);
      return true;
    });

    var failed = world.job(job.id());
    assertThat(failed.state()).isEqualTo(JobState.FAILED);
    assertThat(failed.fault()).contains(fault);
    assertThat(failed.ended()).contains(job.created());
    assertThat(failed.images())
        .allSatisfy(image -> assertThat(image.fault()).contains(fault))
        .hasSize(2);
    assertThat(world.depth()).isEqualTo(new QueueDepth(0, 0, 0));
    assertThat(world.claim(ROUTE)).isEmpty();
  }

  // ---- claims ----

  @Test
  void a_job_submitted_and_claimed_in_one_transaction_runs() {
    var lease = world.running(world.newJob(1));
    assertThat(lease.token()).isEqualTo(1);
    var job = world.job(lease.job());
    assertThat(job.state()).isEqualTo(JobState.RUNNING);
    assertThat(job.started()).contains(world.now);
    assertThat(world.depth()).isEqualTo(new QueueDepth(0, 0, 1));
  }

  @Test
  void a_job_submitted_running_is_the_same_as_one_submitted_and_claimed() {
    var claimed = world.running(world.newJob(1));
    var given = world.newJob(1);
    var lease =
        world.write(tx -> world.queue.submitRunning(tx, given, NODE, world.now, world.expires()));
    assertThat(lease).isEqualTo(new Lease(given.id(), NODE, claimed.token()));
    var job = world.job(given.id());
    assertThat(job)
        .usingRecursiveComparison()
        .ignoringFields("spec.id", "progress.version")
        .isEqualTo(world.job(claimed.job()));
    assertThat(world.depth()).isEqualTo(new QueueDepth(0, 0, 2));
    assertThat(world.finish(lease, 0)).isTrue();
    assertThat(world.settle(lease)).contains(JobState.SUCCEEDED);
    assertThat(world.depth()).isEqualTo(new QueueDepth(0, 0, 1));
  }

  @Test
  void only_jobs_of_the_routes_asked_for_are_claimed() {
    world.queued(1);
    assertThat(world.claim("other/generation")).isEmpty();
    assertThat(world.claim()).isEmpty();
    assertThat(world.claim("other/generation", ROUTE)).isPresent();
  }

  @Test
  void a_requeued_job_waits_for_its_time_and_keeps_its_age() {
    var lease = world.running(world.newJob(1));
    var younger = world.queued(1);
    world.requeue(lease, world.now.plusSeconds(30));
    assertThat(world.depth()).isEqualTo(new QueueDepth(0, 2, 0));
    assertThat(world.job(lease.job()).started()).isEmpty();

    world.pass(Duration.ofSeconds(30));
    assertThat(world.claim(ROUTE).map(Lease::job)).contains(lease.job());
    assertThat(world.claim(ROUTE).map(Lease::job)).contains(younger);
    assertThat(world.depth()).isEqualTo(new QueueDepth(0, 0, 2));
  }

  @Test
  void a_requeued_job_is_not_claimed_early() {
    var lease = world.running(world.newJob(1));
    world.requeue(lease, world.now.plusSeconds(30));
    world.pass(Duration.ofMillis(29_999));
    assertThat(world.claim(ROUTE)).isEmpty();
  }

  @Test
  void each_claim_of_a_job_has_a_greater_token() {
    var first = world.running(world.newJob(1));
    world.requeue(first, world.now);
    var second = world.claim(ROUTE).orElseThrow();
    assertThat(second.token()).isGreaterThan(first.token());
    assertThatThrownBy(() -> world.finish(first, 0)).isInstanceOf(LeaseLostException.class);
    assertThat(world.finish(second, 0)).isTrue();
  }

  @Test
  void many_workers_claim_each_job_exactly_once() throws Exception {
    var jobs = new ArrayList<JobId>();
    for (int i = 0; i < 300; i++) {
      jobs.add(world.queued(1));
    }
    var claimed = new ArrayList<JobId>();
    List<Callable<List<JobId>>> tasks = Collections.nCopies(40, this::claimAll);
    try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var worker : workers.invokeAll(tasks)) {
        claimed.addAll(worker.get());
      }
    }
    assertThat(claimed).containsExactlyInAnyOrderElementsOf(jobs);
    assertThat(world.depth()).isEqualTo(new QueueDepth(0, 0, 300));
  }

  // ---- restart and expiry ----

  @Test
  void an_expired_lease_is_taken_over_once_and_the_old_worker_writes_nothing_more() {
    var old = world.running(world.newJob(2));
    var attempt = world.begin(old, 0, 1);
    world.write(tx -> {
      world.queue.remoteId(tx, old, attempt, "up-1");
      return true;
    });
    assertThat(interrupted("node-2", false)).isEmpty();

    world.now = world.expires();
    var found = interrupted("node-2", false).getFirst();
    assertThat(found.job()).isEqualTo(world.job(old.job()));
    assertThat(found.open())
        .singleElement()
        .satisfies(open -> {
          assertThat(open.id()).isEqualTo(attempt);
          assertThat(open.account()).isEqualTo(ACCOUNT);
          assertThat(open.images()).containsExactly(0, 1);
          assertThat(open.remoteId()).contains("up-1");
        });
    assertThat(interrupted(NODE, false)).isEmpty();

    var taken = takeOver(found, "node-2");
    assertThatThrownBy(() -> takeOver(found, "node-3")).isInstanceOf(LeaseLostException.class);
    assertThatThrownBy(() -> world.finish(old, 0)).isInstanceOf(LeaseLostException.class);
    assertThat(world.finish(taken, 0)).isTrue();
    assertThat(interrupted("node-3", false)).isEmpty();
  }

  @Test
  void at_start_all_leases_of_earlier_nodes_are_void() {
    var old = world.running(world.newJob(1));
    var found = interrupted("node-2", true);
    assertThat(found).extracting(each -> each.job().id()).containsExactly(old.job());
    assertThat(found.getFirst().open()).isEmpty();
    takeOver(found.getFirst(), "node-2");
    assertThat(interrupted("node-2", true)).isEmpty();
  }

  @Test
  void a_lease_is_renewed_until_another_takes_it_over() {
    world.running(world.newJob(1));
    world.pass(Duration.ofSeconds(14));
    assertThat(renew("node-2")).isZero();
    assertThat(renew(NODE)).isEqualTo(1);
    world.pass(Duration.ofSeconds(14));
    assertThat(interrupted("node-2", false)).isEmpty();
    world.pass(Duration.ofSeconds(1));
    InterruptedJob expired = interrupted("node-2", false).getFirst();
    requireVoid(expired);

    assertThat(renew(NODE)).as("nobody took it").isEqualTo(1);
    assertThatThrownBy(() -> requireVoid(expired)).isInstanceOf(LeaseLostException.class);
    assertThat(interrupted("node-2", false)).isEmpty();

    world.pass(Duration.ofSeconds(15));
    requireVoid(expired);
    takeOver(expired, "node-2");
    assertThatThrownBy(() -> requireVoid(expired)).isInstanceOf(LeaseLostException.class);
    assertThat(renew(NODE)).isZero();
    assertThat(renew("node-2")).isEqualTo(1);
  }

  private void requireVoid(InterruptedJob found) {
    world.write(tx -> {
      world.queue.requireVoid(tx, found, world.now);
      return found;
    });
  }

  // ---- attempts ----

  @Test
  void an_attempt_is_recorded_from_intent_to_end() {
    var lease = world.running(world.newJob(3));
    var attempt = world.begin(lease, 0, 2);
    world.write(tx -> {
      world.queue.remoteId(tx, lease, attempt, "up-9");
      world.queue.sending(tx, lease, attempt, Sending.at(world.now));
      world.queue.end(tx, lease, attempt, throttled());
      return true;
    });
    assertThat(world.attempts(lease.job()))
        .containsExactly(
            new AttemptRow(
                attempt,
                lease.job(),
                ACCOUNT,
                List.of(0, 2),
                world.now,
                Optional.of(world.now),
                Optional.of("up-9"),
                Optional.of(throttled())));
    assertThatThrownBy(() -> endAttempt(lease, attempt)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void an_attempt_of_a_cancelled_job_can_still_say_how_it_ended() {
    var lease = world.running(world.newJob(1));
    var attempt = world.begin(lease, 0);
    assertThat(endLate(lease.job(), attempt)).isFalse();
    world.cancel(lease.job());
    assertThatThrownBy(() -> endAttempt(lease, attempt)).isInstanceOf(LeaseLostException.class);
    assertThat(endLate(lease.job(), attempt)).isTrue();
    assertThat(endLate(lease.job(), attempt)).isFalse();
    assertThat(world.attempts(lease.job()).getFirst().outcome()).contains("succeeded");
  }

  private AttemptEnd throttled() {
    return new AttemptEnd("throttled", Optional.of("told"), "retry-after: 3", world.now);
  }

  private AttemptEnd succeeded() {
    return new AttemptEnd("succeeded", Optional.empty(), "", world.now);
  }

  @Test
  void a_job_with_an_open_call_does_not_go_back_into_the_queue() {
    var lease = world.running(world.newJob(2));
    var first = world.begin(lease, 0);
    world.begin(lease, 1);
    endAttempt(lease, first);
    assertThatThrownBy(() -> world.requeue(lease, world.now))
        .isInstanceOf(IllegalStateException.class);
    assertThat(world.job(lease.job()).state()).isEqualTo(JobState.RUNNING);
  }

  @Test
  void one_tenant_cannot_fill_the_queue_of_all() {
    var bounded = new QueueWorld(world.database, settings().withLengthMax(5, 2));
    bounded.queued(1);
    bounded.queued(1);
    assertThatThrownBy(() -> bounded.queued(1))
        .isInstanceOfSatisfying(
            FaultException.class,
            e -> assertThat(e.fault()).isInstanceOf(AdmissionFault.QueueFull.class));
    var other = QueueWorld.job(99, new TenantId("other"), ROUTE, 1, false);
    bounded.submit(other);

    var lease = bounded.claim(ROUTE).orElseThrow();
    bounded.queued(1);
    bounded.requeue(lease, world.now.plusSeconds(60));
    assertThatThrownBy(() -> bounded.queued(1))
        .as("one that must not start yet is queued too")
        .isInstanceOf(FaultException.class);
  }

  private List<InterruptedJob> interrupted(String exceptNode, boolean allVoid) {
    return world.read(tx -> world.queue.interrupted(tx, exceptNode, world.now, allVoid, 10));
  }

  private Lease takeOver(InterruptedJob found, String node) {
    return world.write(tx ->
        world.queue.takeOver(
            tx, found.job().id(), found.token(), node, world.now, world.expires()));
  }

  private int renew(String node) {
    return world.write(tx -> world.queue.renew(tx, node, world.expires()));
  }

  private boolean endAttempt(Lease lease, AttemptId attempt) {
    return world.write(tx -> {
      world.queue.end(tx, lease, attempt, succeeded());
      return true;
    });
  }

  private boolean endLate(JobId job, AttemptId attempt) {
    return world.write(tx -> world.queue.endLate(tx, job, attempt, succeeded()));
  }

  private List<JobId> claimAll() {
    var jobs = new ArrayList<JobId>();
    for (var lease = world.claim(ROUTE); lease.isPresent(); lease = world.claim(ROUTE)) {
      jobs.add(lease.get().job());
    }
    return jobs;
  }
}
