package dev.atelier.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.database.DirectDatabase;
import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import dev.atelier.queue.claim.QueueCounters;
import dev.atelier.queue.claim.QueueDepth;
import dev.atelier.queue.claim.QueueSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A queued job can be put among those that are served first, and back; the counters follow. */
class MoveJobTest {
  private final QueueWorld world =
      new QueueWorld(
          DirectDatabase.open(List.of("classpath:dev/atelier/queue/migrations")),
          QueueSettings.DEFAULT);
  private final MoveJob moves = new MoveJob(new QueueCounters(QueueSettings.DEFAULT));

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void what_is_moved_up_is_claimed_before_what_is_not() {
    JobId first = world.submit(world.newJob(1));
    JobId second = world.submit(world.newJob(1));

    assertThat(move(second, true)).isTrue();
    assertThat(depth()).isEqualTo(new QueueDepth(1, 1, 0));
    assertThat(claimed()).containsExactly(second, first);
    assertThat(depth()).isEqualTo(new QueueDepth(0, 0, 2));
  }

  @Test
  void what_is_moved_there_and_back_or_twice_is_where_it_was() {
    JobId first = world.submit(world.newJob(1));
    JobId second = world.submit(world.newJob(1));
    assertThat(move(second, true)).isTrue();
    assertThat(move(second, true)).isTrue();
    assertThat(move(second, false)).isTrue();

    assertThat(depth()).isEqualTo(new QueueDepth(0, 2, 0));
    assertThat(claimed()).containsExactly(first, second);
  }

  @Test
  void what_runs_has_ended_or_is_another_tenants_is_not_moved() {
    JobId job = world.submit(world.newJob(1));
    boolean foreign = world.write(tx -> moves.move(tx, new TenantId("other"), job, true));
    assertThat(foreign).isFalse();
    assertThat(claimed()).containsExactly(job);

    assertThat(move(job, true)).isFalse();
    assertThat(depth()).isEqualTo(new QueueDepth(0, 0, 1));
  }

  @Test
  void a_moved_job_that_is_cancelled_leaves_nothing_behind() {
    JobId job = world.submit(world.newJob(1));
    assertThat(move(job, true)).isTrue();
    CancelResult cancelled =
        world.write(tx -> world.queue.cancel(tx, QueueWorld.TENANT, job, world.now));

    assertThat(cancelled).isEqualTo(CancelResult.CANCELLED);
    assertThat(depth()).isEqualTo(new QueueDepth(0, 0, 0));
    long lanes =
        world.<Long>read(tx ->
            tx.first(
                    "SELECT SUM(ABS(queued) + ABS(ready)) AS n FROM queue_lane",
                    row -> row.number("n"))
                .orElseThrow());
    assertThat(lanes).isZero();
  }

  private boolean move(JobId job, boolean interactive) {
    return world.write(tx -> moves.move(tx, QueueWorld.TENANT, job, interactive));
  }

  private QueueDepth depth() {
    return world.read(world.queue::depth);
  }

  private List<JobId> claimed() {
    var claimed = new ArrayList<JobId>();
    for (boolean more = true; more; ) {
      var lease =
          world.<java.util.Optional<Lease>>write(tx ->
              world.queue.claim(
                  tx,
                  Set.of(QueueWorld.ROUTE),
                  QueueWorld.NODE,
                  world.now,
                  world.now.plusSeconds(60)));
      lease.map(Lease::job).ifPresent(claimed::add);
      more = lease.isPresent();
    }
    return claimed;
  }
}
