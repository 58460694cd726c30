package dev.atelier.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.atelier.database.PostgresServer;
import dev.atelier.image.JobId;
import dev.atelier.image.KeyId;
import dev.atelier.image.Operation;
import dev.atelier.queue.claim.QueueSettings;
import dev.atelier.queue.idempotency.Idempotency;
import dev.atelier.queue.idempotency.IdempotencyRaceException;
import dev.atelier.queue.idempotency.RequestIdentity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many that submit, claim, finish and cancel at the same time, on PostgreSQL. */
class SideBySideTest {
  private static final int THREADS = 16;
  private static final int JOBS = 240;

  private final Idempotency idempotency = new Idempotency();
  private QueueWorld world;

  @BeforeEach
  void open() {
    world =
        new QueueWorld(
            PostgresServer.open(LeaseContract.MIGRATIONS), QueueSettings.DEFAULT.sideBySide());
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void every_job_of_one_lane_is_claimed_once_and_the_counters_come_out_even() throws Exception {
    var number = new AtomicInteger();
    together(() -> {
      for (int next = number.incrementAndGet(); next <= JOBS; next = number.incrementAndGet()) {
        world.submit(QueueWorld.job(next, QueueWorld.TENANT, QueueWorld.ROUTE, 1, next % 3 == 0));
      }
      return true;
    });
    assertThat(world.depth().interactive() + world.depth().background()).isEqualTo(JOBS);

    List<List<JobId>> claimed =
        together(() -> {
          var mine = new ArrayList<JobId>();
          for (Optional<Lease> lease = world.claim(QueueWorld.ROUTE);
              lease.isPresent();
              lease = world.claim(QueueWorld.ROUTE)) {
            mine.add(lease.get().job());
          }
          return mine;
        });

    List<JobId> all = claimed.stream().flatMap(List::stream).toList();
    assertThat(all).hasSize(JOBS);
    assertThat(new HashSet<>(all)).hasSize(JOBS);
    assertThat(world.depth().interactive() + world.depth().background()).isZero();
    List<Long> left =
        world.read(tx ->
            tx.list(
                "SELECT queued, ready FROM queue_lane",
                row -> row.number("queued") + row.number("ready")));
    assertThat(left).isNotEmpty().containsOnly(0L);
  }

  @Test
  void of_a_cancel_and_the_last_image_one_comes_first() throws Exception {
    for (int round = 1; round <= 20; round++) {
      Lease lease = world.running(world.newJob(1));
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<Boolean> finished =
            threads.submit(() -> {
              try {
                return world.write(tx -> {
                  boolean done = world.finish(tx, lease, 0);
                  world.queue.settle(tx, lease, world.now);
                  return done;
                });
              } catch (LeaseLostException _) {
                return false;
              }
            });
        Future<CancelResult> cancelled = threads.submit(() -> world.cancel(lease.job()));
        boolean first = finished.get();
        assertThat(cancelled.get())
            .isEqualTo(first ? CancelResult.ALREADY_ENDED : CancelResult.CANCELLED);
        assertThat(world.job(lease.job()).state())
            .isEqualTo(first ? JobState.SUCCEEDED : JobState.CANCELLED);
      }
    }
  }

  @Test
  void two_who_end_the_overdue_end_each_once() throws Exception {
    for (int i = 0; i < 40; i++) {
      world.queued(1);
    }
    world.pass(Duration.ofHours(2));

    List<List<JobId>> ended =
        together(() -> world.write(tx -> world.queue.failOverdue(tx, world.now, 10)));

    assertThat(ended.stream().flatMap(List::stream).toList()).doesNotHaveDuplicates();
    while (!world.write(tx -> world.queue.failOverdue(tx, world.now, 10)).isEmpty()) {
      // what others had locked
    }
    assertThat(world.depth().background()).isZero();
  }

  @Test
  void of_many_with_one_idempotency_key_one_makes_the_job() throws Exception {
    List<Boolean> made = together(() -> asked(Optional.of("order-1"), 0));

    assertThat(Collections.frequency(made, true)).isEqualTo(1);
  }

  @Test
  void of_many_equal_repeats_whose_original_is_not_there_one_makes_the_job() throws Exception {
    List<Boolean> made = together(() -> asked(Optional.empty(), 1));

    assertThat(Collections.frequency(made, true)).isEqualTo(1);
  }

  /** Whether a request made a job of its own. */
  private boolean asked(Optional<String> idempotencyKey, int repeats) {
    var request =
        new RequestIdentity(
            QueueWorld.TENANT,
            new KeyId("key-1"),
            idempotencyKey,
            Operation.GENERATION,
            "print",
            repeats,
            world.now);
    var job = new JobId(UuidCreator.getTimeOrderedEpoch());
    try {
      return world.write(tx -> {
        boolean known =
            idempotencyKey.isPresent()
                ? idempotency.find(tx, request).isPresent()
                : !idempotency.originals(tx, request, QueueWorld.START).isEmpty();
        if (!known) {
          idempotency.record(tx, request, job, world.now);
        }
        return !known;
      });
    } catch (IdempotencyRaceException _) {
      return false; // it looks again and finds it
    }
  }

  private static <T> List<T> together(Callable<T> task) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var results = new ArrayList<T>();
      for (Future<T> end : threads.invokeAll(Stream.generate(() -> task).limit(THREADS).toList())) {
        results.add(end.get());
      }
      return results;
    }
  }
}
