package dev.atelier.queue.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.image.JobId;
import dev.atelier.queue.QueueWorld;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class JobEventsTest {
  private static final JobId JOB = new JobId(QueueWorld.uuid(1));
  private static final JobId OTHER = new JobId(QueueWorld.uuid(2));
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir private Path directory;
  private final JobEvents events = new JobEvents();

  @Test
  void each_listener_is_told_of_its_job_only() throws InterruptedException {
    try (var first = events.subscribe(JOB);
        var second = events.subscribe(JOB);
        var other = events.subscribe(OTHER)) {
      events.publish(new JobEvent.Started(JOB));
      assertThat(first.next(LONG)).contains(new JobEvent.Started(JOB));
      assertThat(second.next(LONG)).contains(new JobEvent.Started(JOB));
      assertThat(other.next(Duration.ZERO)).isEmpty();
    }
    assertThat(events.listened()).isZero();
  }

  @Test
  void a_listener_is_told_nothing_of_the_past() throws InterruptedException {
    events.publish(new JobEvent.Started(JOB));
    try (var late = events.subscribe(JOB)) {
      assertThat(late.next(Duration.ZERO)).isEmpty();
    }
  }

  @Test
  void a_preview_that_nobody_waits_for_is_deleted_at_once() {
    var file = file("a");
    events.publish(partial(file));
    assertThat(file).doesNotExist();
  }

  @Test
  void others_are_told_of_what_happens_here_and_not_of_what_they_told() {
    var relay = new Relay(false);
    events.relayTo(relay);

    events.publish(new JobEvent.Started(JOB));
    events.heard(new JobEvent.Ended(JOB));

    assertThat(relay.published).containsExactly(new JobEvent.Started(JOB));
  }

  @Test
  void a_preview_that_nobody_here_waits_for_is_the_relay_s_if_it_takes_it() {
    var taken = file("taken");
    events.relayTo(new Relay(true));
    events.publish(partial(taken));
    assertThat(taken).exists();

    try (var _ = events.subscribe(JOB)) {
      events.publish(partial(file("here")));
    }
    assertThat(directory.resolve("here")).doesNotExist();

    var left = file("left");
    events.relayTo(new Relay(false));
    events.publish(partial(left));
    assertThat(left).doesNotExist();
  }

  @Test
  void all_that_listen_are_told_once_that_something_may_have_been_missed()
      throws InterruptedException {
    try (var one = events.subscribe(JOB)) {
      events.missed();
      events.missed();
      assertThat(one.next(LONG)).contains(new JobEvent.Missed(JOB));
      assertThat(one.next(Duration.ZERO)).isEmpty();
    }
  }

  /** Notes what it is told. */
  private static final class Relay implements EventRelay {
    final List<JobEvent> published = new ArrayList<>();
    private final boolean takes;

    Relay(boolean takes) {
      this.takes = takes;
    }

    @Override
    public void published(JobEvent event) {
      published.add(event);
    }

    @Override
    public boolean takes(JobEvent.Partial preview) {
      return takes;
    }
  }

  @Test
  void a_preview_lives_until_its_last_listener_closes() {
    var first = events.subscribe(JOB);
    var second = events.subscribe(JOB);
    var file = file("a");
    events.publish(partial(file));
    events.publish(new JobEvent.Ended(JOB));
    first.close();
    assertThat(file).exists();
    second.close();
    assertThat(file).doesNotExist();
    second.close();
  }

  @Test
  void a_preview_dropped_from_a_full_inbox_is_deleted_too() {
    var listener = events.subscribe(JOB);
    for (int i = 0; i < 100; i++) {
      events.publish(partial(file("p" + i)));
    }
    listener.close();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void a_flood_never_hides_the_end() throws InterruptedException {
    try (var slow = events.subscribe(JOB)) {
      for (int i = 0; i < 10_000; i++) {
        events.publish(new JobEvent.Progress(JOB, i / 10_000.0));
        events.publish(new JobEvent.ImageDone(JOB, i));
      }
      events.publish(new JobEvent.Ended(JOB));
      var seen = readToEnd(slow);
      assertThat(seen).hasSizeLessThanOrEqualTo(64).last().isEqualTo(new JobEvent.Ended(JOB));
    }
  }

  @Test
  void a_waiting_listener_is_woken_by_an_event_and_by_a_close() throws Exception {
    var subscription = events.subscribe(JOB);
    var interactive = new CountDownLatch(1);
    var told = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var seen =
          threads.submit(() -> {
            interactive.countDown();
            var event = subscription.next(LONG);
            told.countDown();
            return List.of(event, subscription.next(LONG));
          });
      interactive.await();
      events.publish(new JobEvent.Started(JOB));
      told.await();
      subscription.close();
      assertThat(seen.get())
          .containsExactly(Optional.of(new JobEvent.Started(JOB)), Optional.empty());
    }
  }

  @Test
  void whoever_listens_in_time_sees_the_end_whatever_else_happens_at_once() throws Exception {
    int listeners = 20;
    int publishers = 10;
    var together = new CyclicBarrier(publishers + 1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var reading = new ArrayList<Callable<List<JobEvent>>>();
      for (int i = 0; i < listeners; i++) {
        var subscription = events.subscribe(JOB);
        reading.add(() -> {
          try (subscription) {
            return readToEnd(subscription);
          }
        });
      }
      var tasks = new ArrayList<Callable<List<JobEvent>>>(reading);
      for (int i = 0; i < publishers; i++) {
        int publisher = i;
        tasks.add(() -> {
          for (int order = 0; order < 50; order++) {
            events.publish(partial(file(publisher + "-" + order)));
            events.publish(new JobEvent.Progress(JOB, 0.5));
          }
          together.await();
          return List.of(new JobEvent.Ended(JOB));
        });
      }
      tasks.add(() -> {
        together.await();
        events.publish(new JobEvent.Ended(JOB));
        return List.of(new JobEvent.Ended(JOB));
      });
      for (var done : threads.invokeAll(tasks)) {
        assertThat(done.get()).last().isEqualTo(new JobEvent.Ended(JOB));
      }
    }
    assertThat(events.listened()).isZero();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void listeners_that_come_and_go_while_previews_are_published_leave_no_file() throws Exception {
    var tasks = new ArrayList<Callable<Boolean>>();
    for (int i = 0; i < 16; i++) {
      int number = i;
      tasks.add(() -> {
        for (int round = 0; round < 100; round++) {
          if (number % 2 == 0) {
            events.publish(partial(file(number + "-" + round)));
          } else {
            events.subscribe(JOB).close();
          }
        }
        return true;
      });
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var done : threads.invokeAll(tasks)) {
        assertThat(done.get()).isTrue();
      }
    }
    assertThat(directory).isEmptyDirectory();
  }

  private static List<JobEvent> readToEnd(EventSubscription subscription)
      throws InterruptedException {
    var seen = new ArrayList<JobEvent>();
    while (seen.isEmpty() || !(seen.getLast() instanceof JobEvent.Ended)) {
      seen.add(subscription.next(LONG).orElseThrow());
    }
    return seen;
  }

  private Path file(String name) {
    try {
      return Files.writeString(directory.resolve(name), "preview");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JobEvent partial(Path file) {
    return new JobEvent.Partial(JOB, 0, 0, file);
  }
}
