package dev.atelier.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.database.DirectDatabase;
import dev.atelier.database.Tx;
import dev.atelier.image.AttemptId;
import dev.atelier.image.JobFault;
import dev.atelier.queue.claim.QueueDepth;
import dev.atelier.queue.claim.QueueSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every change in every state: what it makes of the job, or that it is refused without a trace. */
class StateMachineTest {
  private static final AttemptId ATTEMPT = new AttemptId(QueueWorld.uuid(77));
  private static final String OTHER_NODE = "node-2";

  /** Where a job can be, a job that came back from a worker included. */
  enum Stage {
    FRESH(JobState.QUEUED),
    DELAYED(JobState.QUEUED),
    RUNNING(JobState.RUNNING),
    ALL_DONE(JobState.RUNNING),
    TAKEN_OVER(JobState.RUNNING),
    SUCCEEDED(JobState.SUCCEEDED),
    FAILED(JobState.FAILED),
    CANCELLED(JobState.CANCELLED);

    final JobState state;

    Stage(JobState state) {
      this.state = state;
    }
  }

  /** What is done to it, with the lease that its first worker had. */
  enum Change {
    CLAIM_SUBMITTED,
    CLAIM,
    BEGIN,
    REMOTE_ID,
    END_ATTEMPT,
    END_LATE,
    FINISH_IMAGE,
    FAIL_IMAGE,
    SETTLE,
    REQUEUE,
    CANCEL,
    FAIL_OVERDUE,
    RENEW,
    TAKE_OVER,
    INTERRUPTED,
    FORGET
  }

  /** What came of it, and the state after it where that changed. */
  private record Result(String answer, JobState after) {}

  private static final Set<Change> LEASED =
      EnumSet.of(
          Change.BEGIN,
          Change.REMOTE_ID,
          Change.END_ATTEMPT,
          Change.FINISH_IMAGE,
          Change.FAIL_IMAGE,
          Change.SETTLE,
          Change.REQUEUE,
          Change.TAKE_OVER);

  static Stream<Arguments> everything() {
    return Stream.of(Stage.values())
        .flatMap(stage -> Stream.of(Change.values()).map(change -> Arguments.of(stage, change)));
  }

  @ParameterizedTest
  @MethodSource("everything")
  void each_change_does_in_each_state_what_is_promised(Stage stage, Change change) {
    try (var world = world()) {
      var lease = reach(world, stage);
      var before = world.job(lease.job());
      assertThat(before.state()).isEqualTo(stage.state);

      var answer = answer(world, lease, change);
      var after = world.find(lease.job());

      var expected = Objects.requireNonNull(expected(stage).get(change));
      assertThat(answer).isEqualTo(expected.answer());
      if (answer.equals("forgotten")) {
        assertThat(after).isEmpty();
      } else if (refused(answer)) {
        assertThat(after).contains(before);
      } else {
        assertThat(after.orElseThrow().state()).isEqualTo(expected.after());
      }
      assertThat(world.depth()).isEqualTo(depth(expected.after()));
    }
  }

  private static boolean refused(String answer) {
    return Set.of("lease lost", "not ready", "nothing", "ALREADY_ENDED").contains(answer);
  }

  private static QueueDepth depth(JobState state) {
    return new QueueDepth(0, state == JobState.QUEUED ? 1 : 0, state == JobState.RUNNING ? 1 : 0);
  }

  /** The specification. */
  private static Map<Change, Result> expected(Stage stage) {
    var all = new EnumMap<Change, Result>(Change.class);
    for (var change : Change.values()) {
      all.put(change, new Result(LEASED.contains(change) ? "lease lost" : "nothing", stage.state));
    }
    all.put(Change.CLAIM_SUBMITTED, new Result("not ready", stage.state));
    switch (stage) {
      case FRESH -> {
        all.put(Change.CLAIM_SUBMITTED, new Result("ok", JobState.RUNNING));
        all.put(Change.CLAIM, new Result("ok", JobState.RUNNING));
        all.put(Change.CANCEL, new Result("CANCELLED", JobState.CANCELLED));
        all.put(Change.FAIL_OVERDUE, new Result("ok", JobState.FAILED));
      }
      case DELAYED -> {
        all.put(Change.CANCEL, new Result("CANCELLED", JobState.CANCELLED));
        all.put(Change.FAIL_OVERDUE, new Result("ok", JobState.FAILED));
      }
      case RUNNING -> {
        running(all);
        all.put(Change.FINISH_IMAGE, new Result("ok", JobState.RUNNING));
        all.put(Change.FAIL_IMAGE, new Result("ok", JobState.RUNNING));
        all.put(Change.CANCEL, new Result("CANCELLED", JobState.CANCELLED));
      }
      case ALL_DONE -> {
        running(all);
        all.put(Change.FINISH_IMAGE, new Result("already", JobState.RUNNING));
        all.put(Change.FAIL_IMAGE, new Result("already", JobState.RUNNING));
        all.put(Change.SETTLE, new Result("SUCCEEDED", JobState.SUCCEEDED));
        all.put(Change.CANCEL, new Result("ALREADY_ENDED", JobState.RUNNING));
      }
      case TAKEN_OVER -> {
        all.put(Change.RENEW, new Result("nothing", JobState.RUNNING));
        all.put(Change.CANCEL, new Result("CANCELLED", JobState.CANCELLED));
      }
      case SUCCEEDED, FAILED, CANCELLED -> {
        all.put(Change.END_LATE, new Result("ok", stage.state));
        all.put(Change.CANCEL, new Result("ALREADY_ENDED", stage.state));
        all.put(Change.FORGET, new Result("forgotten", stage.state));
      }
    }
    return all;
  }

  private static void running(Map<Change, Result> all) {
    for (var change :
        List.of(Change.BEGIN, Change.REMOTE_ID, Change.END_ATTEMPT, Change.TAKE_OVER)) {
      all.put(change, new Result("ok", JobState.RUNNING));
    }
    all.put(Change.RENEW, new Result("ok", JobState.RUNNING));
    all.put(Change.INTERRUPTED, new Result("ok", JobState.RUNNING));
    // a call of it is open
    all.put(Change.REQUEUE, new Result("not ready", JobState.RUNNING));
    all.put(Change.SETTLE, new Result("nothing", JobState.RUNNING));
  }

  /** Brings a job of two images there; the lease is that of its first worker. */
  private static Lease reach(QueueWorld world, Stage stage) {
    var job = world.newJob(2);
    if (stage == Stage.FRESH) {
      world.submit(job);
      return new Lease(job.id(), QueueWorld.NODE, 0);
    }
    var lease = world.running(job);
    world.write(
        tx -> world.queue.begin(tx, lease, ATTEMPT, QueueWorld.ACCOUNT, List.of(0, 1), world.now));
    switch (stage) {
      case DELAYED -> {
        world.write(tx -> {
          world.queue.end(tx, lease, ATTEMPT, end("not_sent", world.now));
          return true;
        });
        world.requeue(lease, world.now.plus(Duration.ofHours(9)));
      }
      case ALL_DONE -> finishAll(world, lease);
      case TAKEN_OVER -> takeOver(world, lease);
      case SUCCEEDED -> {
        finishAll(world, lease);
        world.settle(lease);
      }
      case FAILED -> {
        for (int image : List.of(0, 1)) {
          world.write(tx ->
              world.queue.failImage(
                  tx, lease, image, new JobFault.UpstreamFailed("down"), world.now));
        }
        world.settle(lease);
      }
      case CANCELLED -> world.cancel(job.id());
      case FRESH, RUNNING -> {}
    }
    return lease;
  }

  private static void finishAll(QueueWorld world, Lease lease) {
    world.finish(lease, 0);
    world.finish(lease, 1);
  }

  private static Lease takeOver(QueueWorld world, Lease lease) {
    return world.write(tx ->
        world.queue.takeOver(
            tx, lease.job(), lease.token(), OTHER_NODE, world.now, world.expires()));
  }

  private static String answer(QueueWorld world, Lease lease, Change change) {
    try {
      return world.write(tx -> change(world, tx, lease, change));
    } catch (LeaseLostException _) {
      return "lease lost";
    } catch (IllegalStateException _) {
      return "not ready";
    }
  }

  private static String change(QueueWorld world, Tx tx, Lease lease, Change change) {
    var queue = world.queue;
    var job = lease.job();
    var now = world.now;
    return switch (change) {
      case CLAIM_SUBMITTED -> {
        queue.claimSubmitted(tx, job, QueueWorld.NODE, now, world.expires());
        yield "ok";
      }
      case CLAIM ->
          ok(
              queue
                  .claim(tx, Set.of(QueueWorld.ROUTE), QueueWorld.NODE, now, world.expires())
                  .isPresent());
      case BEGIN -> {
        var id = new AttemptId(QueueWorld.uuid(78));
        queue.begin(tx, lease, id, QueueWorld.ACCOUNT, List.of(0), now);
        yield "ok";
      }
      case REMOTE_ID -> {
        queue.remoteId(tx, lease, ATTEMPT, "up-1");
        yield "ok";
      }
      case END_ATTEMPT -> {
        queue.end(tx, lease, ATTEMPT, end("succeeded", now));
        yield "ok";
      }
      case END_LATE -> ok(queue.endLate(tx, job, ATTEMPT, end("unknown", now)));
      case FINISH_IMAGE ->
          already(
              queue.finishImage(
                  tx,
                  lease,
                  JobImage.done(
                      0,
                      QueueWorld.artifact(0),
                      QueueWorld.USAGE,
                      QueueWorld.PRICE,
                      QueueWorld.REPORT,
                      now)));
      case FAIL_IMAGE ->
          already(queue.failImage(tx, lease, 1, new JobFault.UpstreamFailed("down"), now));
      case SETTLE -> queue.settle(tx, lease, now).map(JobState::name).orElse("nothing");
      case REQUEUE -> {
        queue.requeue(tx, lease, now);
        yield "ok";
      }
      case CANCEL -> queue.cancel(tx, QueueWorld.TENANT, job, now).name();
      case FAIL_OVERDUE ->
          ok(queue.failOverdue(tx, now.plus(Duration.ofHours(1)), 10).contains(job));
      case RENEW -> ok(queue.renew(tx, QueueWorld.NODE, world.expires()) == 1);
      case TAKE_OVER -> {
        queue.takeOver(tx, job, lease.token(), OTHER_NODE, now, world.expires());
        yield "ok";
      }
      case INTERRUPTED -> ok(!queue.interrupted(tx, OTHER_NODE, now, true, 10).isEmpty());
      case FORGET -> queue.forget(tx, now.plusSeconds(1), 10) == 1 ? "forgotten" : "nothing";
    };
  }

  private static String ok(boolean done) {
    return done ? "ok" : "nothing";
  }

  private static String already(boolean done) {
    return done ? "ok" : "already";
  }

  private static QueueWorld world() {
    return new QueueWorld(DirectDatabase.open(LeaseContract.MIGRATIONS), QueueSettings.DEFAULT);
  }

  private static AttemptEnd end(String outcome, Instant now) {
    return new AttemptEnd(outcome, Optional.empty(), "", now);
  }
}
