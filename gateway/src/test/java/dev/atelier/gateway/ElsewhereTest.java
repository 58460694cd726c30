package dev.atelier.gateway;

import static dev.atelier.gateway.World.order;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.atelier.database.Database;
import dev.atelier.database.LinkedNotices;
import dev.atelier.database.Notices;
import dev.atelier.gateway.job.Ids;
import dev.atelier.gateway.job.JobStore;
import dev.atelier.gateway.job.RecordedImages;
import dev.atelier.gateway.query.WatchJob;
import dev.atelier.gateway.relay.RelayEvents;
import dev.atelier.provider.FakeProvider;
import dev.atelier.queue.AttemptRow;
import dev.atelier.queue.CancelResult;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobState;
import dev.atelier.queue.events.JobEvents;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Callers of one process whose jobs another one runs. */
@Timeout(60)
class ElsewhereTest {
  @TempDir private Path directory;
  private final FakeProvider provider = FakeProvider.paid();
  private final List<LinkedNotices> ends = LinkedNotices.two();
  private final JobEvents eventsHere = new JobEvents();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private World there;
  private JobStore here;
  private WatchJob watch;

  @BeforeEach
  void build() {
    there = World.of(directory, provider);
    here = store(ends.getFirst());
    watch = new WatchJob(here, eventsHere, new RecordedImages(), there.runtime.gateway().find());
  }

  @AfterEach
  void the_ledger_balances() {
    assertThat(there.audit()).isEmpty();
    there.close();
  }

  @Test
  void what_happens_there_is_told_here_in_its_order() throws Exception {
    new RelayEvents(here, eventsHere, there.artifacts, Runnable::run).begin();
    new RelayEvents(store(ends.getLast()), there.events, there.artifacts, Runnable::run).begin();
    Job job = there.submit(order("a red fox")).job();
    CompletableFuture<Job> waiting = waiting(job);

    there.work();

    assertThat(waiting.get().state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(told).endsWith("image 0");
  }

  @Test
  void what_may_have_been_missed_is_looked_up() throws Exception {
    Job job = there.submit(order("a red fox")).job();
    CompletableFuture<Job> waiting = waiting(job);
    there.work();
    assertThat(waiting.isDone()).isFalse();

    eventsHere.missed();

    assertThat(waiting.get().state()).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void while_nothing_is_heard_callers_look_for_themselves() throws Exception {
    ends.getFirst().connected(false);
    Job job = there.submit(order("a red fox")).job();
    CompletableFuture<Job> waiting = waiting(job);

    there.work();

    assertThat(waiting.get(12, TimeUnit.SECONDS).state()) // a heartbeat is 15 s
        .isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void a_cancel_of_which_nobody_told_is_found_with_the_leases() throws Exception {
    var began = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    provider.answers(FakeProvider.Answer.hanging(began, interrupted));
    there.onThreads();
    Job job = there.submit(order("a red fox")).job();
    assertThat(began.await(20, TimeUnit.SECONDS)).isTrue();
    CancelResult result =
        there.otherNode(Duration.ZERO).gateway().cancel().cancel(World.CALLER, job.id());
    assertThat(result).isEqualTo(CancelResult.CANCELLED);
    assertThat(interrupted.await(100, TimeUnit.MILLISECONDS)).isFalse();

    int _ = there.runtime.work().leases().renew();

    assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
    there.awaitThreads();
    assertThat(there.attempts(job.id()).getFirst().outcome()).contains("unknown");
  }

  @Test
  void a_process_whose_clock_is_wrong_takes_nothing_from_one_that_lives() {
    Job running = there.submit(order("a red fox")).job();
    Job cancelled = there.submit(order("a red hare")).job();
    there.runtime.gateway().cancel().cancel(World.CALLER, cancelled.id());

    for (int minutes : List.of(10, -10)) {
      var wrong = there.otherNode(Duration.ofMinutes(minutes));
      wrong.work().housekeeping().tick();
      int _ = wrong.work().leases().renew();
      assertThat(there.attempts(running.id())).singleElement().matches(AttemptRow::open);
      assertThat(there.attempts(cancelled.id())).singleElement().matches(AttemptRow::open);
    }
    there.work();

    assertThat(there.job(running.id()).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(there.attempts(running.id())).hasSize(1);
  }

  private CompletableFuture<Job> waiting(Job job) throws InterruptedException {
    var begun = new CountDownLatch(1);
    var ended = new CompletableFuture<Job>();
    Thread.ofVirtual()
        .start(() -> {
          try (var one = watch.watch(job)) {
            begun.countDown();
            ended.complete(one.await(new Noting()));
          } catch (Exception e) {
            ended.completeExceptionally(e);
          }
        });
    begun.await();
    return ended;
  }

  private JobStore store(Notices notices) {
    return new JobStore(
        new Linked(there.database, notices),
        there.queue,
        "elsewhere",
        GatewaySettings.LEASE_FOR,
        new Ids(UuidCreator::getTimeOrderedEpoch));
  }

  private final class Noting implements WatchJob.Watcher {
    @Override
    public void started() {
      told.add("started");
    }

    @Override
    public void imageDone(int image) {
      told.add("image " + image);
    }
  }

  /** The same rows with notices of its own. */
  private record Linked(Database inner, Notices notices) implements Database {
    @Override
    public <T extends @Nullable Object> T write(Work<T> work) {
      return inner.write(work);
    }

    @Override
    public <T extends @Nullable Object> T read(Work<T> work) {
      return inner.read(work);
    }

    @Override
    public void close() {}
  }
}
