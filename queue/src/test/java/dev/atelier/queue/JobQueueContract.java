package dev.atelier.queue;

import static dev.atelier.queue.QueueWorld.PRICE;
import static dev.atelier.queue.QueueWorld.REPORT;
import static dev.atelier.queue.QueueWorld.ROUTE;
import static dev.atelier.queue.QueueWorld.TENANT;
import static dev.atelier.queue.QueueWorld.USAGE;
import static dev.atelier.queue.QueueWorld.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.image.AttemptId;
import dev.atelier.image.Blocked;
import dev.atelier.image.Difference;
import dev.atelier.image.JobFault;
import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import dev.atelier.queue.claim.QueueDepth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the queue does over any database: all of {@link LeaseContract}, and how jobs end. */
abstract class JobQueueContract extends LeaseContract {

  // ---- out ----

  @Test
  void many_are_claimed_at_once_in_the_turns_of_their_tenants() {
    TenantId other = new TenantId("other");
    for (int number = 1; number <= 5; number++) {
      world.submit(QueueWorld.job(number, QueueWorld.TENANT, QueueWorld.ROUTE, 1, false));
    }
    world.submit(QueueWorld.job(6, other, QueueWorld.ROUTE, 1, false));
    world.submit(QueueWorld.job(7, other, QueueWorld.ROUTE, 1, false));

    List<JobId> claimed = claimed(4);

    assertThat(claimed).containsExactlyInAnyOrder(id(1), id(2), id(6), id(7));
    assertThat(claimed(10)).containsExactlyInAnyOrder(id(3), id(4), id(5));
    assertThat(claimed(10)).isEmpty();
    assertThat(world.depth().background()).isZero();
  }

  private static JobId id(int number) {
    return new JobId(QueueWorld.uuid(number));
  }

  private List<JobId> claimed(int max) {
    return world.write(tx ->
        world
            .queue
            .claim(tx, Set.of(QueueWorld.ROUTE), QueueWorld.NODE, world.now, world.expires(), max)
            .stream()
            .map(Lease::job)
            .toList());
  }

  @Test
  void a_finished_image_keeps_what_was_said_of_it_and_cannot_be_finished_twice() {
    var lease = world.running(world.newJob(2));
    assertThat(world.finish(lease, 1)).isTrue();
    assertThat(world.finish(lease, 1)).isFalse();
    assertThat(fail(lease, 1, new JobFault.UpstreamFailed("down"))).isFalse();
    assertThat(world.settle(lease)).isEmpty();

    var job = world.job(lease.job());
    assertThat(job.images().get(1))
        .isEqualTo(
            new JobImage(
                1,
                ImageState.DONE,
                Optional.of(QueueWorld.artifact(1)),
                Optional.empty(),
                USAGE,
                PRICE,
                Optional.of(REPORT),
                Optional.of(world.now)));
    assertThat(job.pending()).containsExactly(0);
    assertThatThrownBy(() -> world.finish(lease, 2)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> world.finish(lease, -1)).isInstanceOf(IllegalArgumentException.class);
  }

  /** d = done, f = failed, b = blocked. */
  @ParameterizedTest
  @CsvSource({
    "EACH, ddd, SUCCEEDED",
    "EACH, fdb, SUCCEEDED",
    "EACH, fbf, FAILED",
    "ALL, ddd, SUCCEEDED",
    "ALL, ddb, FAILED",
    "ALL, dfd, FAILED",
    "ANY, dff, SUCCEEDED",
    "ANY, dbf, SUCCEEDED",
    "ANY, fbf, FAILED",
    "ALL_BUT_BLOCKED, ddd, SUCCEEDED",
    "ALL_BUT_BLOCKED, bdb, SUCCEEDED",
    "ALL_BUT_BLOCKED, bbb, FAILED",
    "ALL_BUT_BLOCKED, dbf, FAILED",
  })
  void the_delivery_decides_whether_a_job_succeeded(
      CompletionPolicy completion, String images, JobState expected) {
    var lease = world.running(with(world.newJob(images.length()), completion));
    Optional<JobFault> first = Optional.empty();
    for (int index = 0; index < images.length(); index++) {
      assertThat(world.settle(lease)).isEmpty();
      JobFault fault =
          images.charAt(index) == 'b'
              ? new Blocked(Blocked.Stage.OUTPUT, List.of("image " + index))
              : new JobFault.UpstreamFailed("image " + index);
      if (images.charAt(index) == 'd') {
        world.finish(lease, index);
      } else {
        fail(lease, index, fault);
        first = first.or(() -> Optional.of(fault));
      }
    }
    assertThat(world.settle(lease)).contains(expected);

    var job = world.job(lease.job());
    assertThat(job.state()).isEqualTo(expected);
    assertThat(job.ended()).contains(world.now);
    assertThat(job.fault()).isEqualTo(expected == JobState.FAILED ? first : Optional.empty());
    assertThat(world.depth()).isEqualTo(new QueueDepth(0, 0, 0));
  }

  @Test
  void a_cancel_keeps_what_is_done_and_takes_the_lease() {
    var lease = world.running(world.newJob(2));
    world.finish(lease, 0);
    assertThat(world.cancel(lease.job())).isEqualTo(CancelResult.CANCELLED);

    var job = world.job(lease.job());
    assertThat(job.state()).isEqualTo(JobState.CANCELLED);
    assertThat(job.fault()).contains(new JobFault.Cancelled());
    assertThat(job.images())
        .extracting(JobImage::state)
        .containsExactly(ImageState.DONE, ImageState.CANCELLED);
    assertThatThrownBy(() -> world.finish(lease, 1)).isInstanceOf(LeaseLostException.class);
    assertThat(world.cancel(lease.job())).isEqualTo(CancelResult.ALREADY_ENDED);
  }

  @Test
  void a_cancel_comes_too_late_when_every_image_is_done() {
    var lease = world.running(world.newJob(1));
    world.finish(lease, 0);
    assertThat(world.cancel(lease.job())).isEqualTo(CancelResult.ALREADY_ENDED);
    assertThat(world.settle(lease)).contains(JobState.SUCCEEDED);
  }

  @Test
  void a_queued_job_that_is_cancelled_leaves_the_line() {
    var ready = world.queued(1);
    var delayed = world.running(world.newJob(1));
    world.requeue(delayed, world.now.plusSeconds(9));
    world.cancel(ready);
    world.cancel(delayed.job());
    world.pass(Duration.ofSeconds(10));
    assertThat(world.claim(ROUTE)).isEmpty();
    assertThat(world.depth()).isEqualTo(new QueueDepth(0, 0, 0));
  }

  @Test
  void no_one_cancels_or_finds_the_job_of_another_tenant() {
    var job = world.queued(1);
    var stranger = new TenantId("stranger");
    assertThat(world.cancel(stranger, job)).isEqualTo(CancelResult.NOT_FOUND);
    assertThat(world.find(stranger, job)).isEmpty();
    assertThat(world.find(TENANT, job)).isPresent();
    assertThat(list(stranger, Optional.empty(), Optional.empty(), 10)).isEmpty();
  }

  @Test
  void jobs_not_started_by_their_deadline_fail() {
    var late = world.submit(with(world.newJob(2), world.now.plusSeconds(5)));
    var later = world.submit(with(world.newJob(1), world.now.plusSeconds(6)));
    var started = world.running(with(world.newJob(1), world.now.plusSeconds(5)));
    world.pass(Duration.ofMillis(4_999));
    assertThat(failOverdue(10)).isEmpty();
    world.pass(Duration.ofMillis(1));
    assertThat(failOverdue(10)).containsExactly(late);
    world.pass(Duration.ofSeconds(10));
    assertThat(failOverdue(0)).isEmpty();
    assertThat(failOverdue(10)).containsExactly(later);

    var job = world.job(late);
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.fault()).contains(new JobFault.StartDeadlinePassed());
    assertThat(job.images()).extracting(JobImage::state).containsOnly(ImageState.FAILED);
    assertThat(world.job(started.job()).state()).isEqualTo(JobState.RUNNING);
    assertThat(world.claim(ROUTE)).isEmpty();
    assertThat(world.depth()).isEqualTo(new QueueDepth(0, 0, 1));
  }

  @Test
  void a_job_that_came_back_with_images_done_is_decided_by_its_delivery() {
    var each = world.running(with(world.newJob(2), world.now.plusSeconds(5)));
    var all =
        world.running(with(with(world.newJob(2), CompletionPolicy.ALL), world.now.plusSeconds(5)));
    for (var lease : List.of(each, all)) {
      world.finish(lease, 0);
      world.requeue(lease, world.now);
    }
    world.pass(Duration.ofSeconds(5));
    assertThat(failOverdue(10)).containsExactly(each.job(), all.job());
    assertThat(world.job(each.job()).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(world.job(all.job()).state()).isEqualTo(JobState.FAILED);
    assertThat(world.job(all.job()).images())
        .extracting(JobImage::state)
        .containsExactly(ImageState.DONE, ImageState.FAILED);
  }

  // ---- questions ----

  @Test
  void a_tenants_jobs_are_listed_newest_first_in_pages() {
    var queued = world.queued(2);
    var running = world.running(world.newJob(1)).job();
    var cancelled = world.queued(1);
    world.cancel(cancelled);
    var newest = world.queued(1);

    assertThat(ids(Optional.empty(), Optional.empty(), 3))
        .containsExactly(newest, cancelled, running);
    assertThat(ids(Optional.empty(), Optional.of(running), 3)).containsExactly(queued);
    assertThat(ids(Optional.of(JobState.QUEUED), Optional.empty(), 3))
        .containsExactly(newest, queued);
    assertThat(ids(Optional.of(JobState.QUEUED), Optional.of(newest), 3)).containsExactly(queued);
    assertThat(list(TENANT, Optional.empty(), Optional.empty(), 9))
        .allSatisfy(job -> assertThat(job).isEqualTo(world.job(job.id())));
  }

  @Test
  void ended_jobs_are_forgotten_with_all_that_belongs_to_them() {
    var ended = world.running(world.newJob(1));
    world.begin(ended, 0);
    world.finish(ended, 0);
    world.settle(ended);
    var running = world.running(world.newJob(1));
    world.pass(Duration.ofHours(1));

    assertThat(forget()).isEqualTo(1);
    assertThat(world.find(ended.job())).isEmpty();
    assertThat(world.attempts(ended.job())).isEmpty();
    assertThat(world.job(running.job()).state()).isEqualTo(JobState.RUNNING);
    assertThat(forget()).isZero();
  }

  @Test
  void a_job_that_is_kept_is_never_forgotten() {
    var retained = world.running(QueueWorld.retained(world.newJob(1)));
    world.finish(retained, 0);
    world.settle(retained);
    world.pass(Duration.ofDays(400));

    assertThat(forget()).isZero();
    assertThat(world.job(retained.job()).state()).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void what_came_otherwise_than_ordered_is_told_once_and_counted_when_its_job_is_forgotten() {
    var lease = world.running(world.newJob(1));
    var attempt = new AttemptId(new UUID(7, 7));
    var small =
        new JobDifference(
            attempt,
            QueueWorld.ACCOUNT,
            OptionalInt.of(0),
            new Difference(Difference.Kind.WRONG_SIZE, "size 8x8 where 16x16 was ordered"));
    var more =
        new JobDifference(
            attempt,
            QueueWorld.ACCOUNT,
            OptionalInt.empty(),
            new Difference(Difference.Kind.SURPLUS, "1 more than the 1 ordered came"));

    assertThat(differed(lease, small)).isTrue();
    assertThat(differed(lease, small)).isFalse();
    assertThat(differed(lease, more)).isTrue();
    assertThat(differences(lease)).containsExactlyInAnyOrder(small, more);

    world.finish(lease, 0);
    world.settle(lease);
    world.pass(Duration.ofDays(400));
    assertThat(forget()).isEqualTo(1);
    assertThat(differences(lease)).isEmpty();
    Map<Difference.Kind, Long> counted =
        world.read(tx -> world.queue.differences(tx, QueueWorld.ACCOUNT));
    assertThat(counted)
        .isEqualTo(Map.of(Difference.Kind.WRONG_SIZE, 1L, Difference.Kind.SURPLUS, 1L));
  }

  private List<JobDifference> differences(Lease lease) {
    return world.read(tx -> world.queue.differences(tx, lease.job()));
  }

  private boolean differed(Lease lease, JobDifference one) {
    return world.write(tx -> world.queue.differed(tx, lease.job(), one));
  }

  @Test
  void the_version_grows_with_every_change() {
    var lease = world.running(world.newJob(2));
    var seen = new ArrayList<Long>();
    seen.add(world.job(lease.job()).version());
    world.finish(lease, 0);
    seen.add(world.job(lease.job()).version());
    fail(lease, 1, new JobFault.UpstreamFailed("down"));
    seen.add(world.job(lease.job()).version());
    world.settle(lease);
    seen.add(world.job(lease.job()).version());
    assertThat(seen).isSorted().doesNotHaveDuplicates();
  }

  private boolean fail(Lease lease, int index, JobFault fault) {
    return world.write(tx -> world.queue.failImage(tx, lease, index, fault, world.now));
  }

  private List<JobId> failOverdue(int limit) {
    return world.write(tx -> world.queue.failOverdue(tx, world.now, limit));
  }

  private int forget() {
    return world.write(tx -> world.queue.forget(tx, world.now, 10));
  }

  private List<Job> list(
      TenantId tenant, Optional<JobState> state, Optional<JobId> before, int limit) {
    return world.read(tx -> world.queue.list(tx, tenant, state, before, limit));
  }

  private List<JobId> ids(Optional<JobState> state, Optional<JobId> before, int limit) {
    return list(TENANT, state, before, limit).stream().map(Job::id).toList();
  }
}
