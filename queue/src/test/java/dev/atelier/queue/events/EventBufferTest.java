package dev.atelier.queue.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.image.JobId;
import dev.atelier.queue.QueueWorld;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventBufferTest {
  private static final JobId JOB = new JobId(QueueWorld.uuid(1));
  private static final JobEvent STARTED = new JobEvent.Started(JOB);
  private static final JobEvent ENDED = new JobEvent.Ended(JOB);

  @Test
  void events_come_in_order() throws InterruptedException {
    assertThat(through(10, STARTED, progress(0.5), partial(0), image(0), ENDED))
        .containsExactly(STARTED, progress(0.5), partial(0), image(0), ENDED);
  }

  @Test
  void only_the_latest_of_consecutive_progress_is_kept() throws InterruptedException {
    assertThat(through(10, progress(0.1), progress(0.2), image(0), progress(0.6), progress(0.7)))
        .containsExactly(progress(0.2), image(0), progress(0.7));
  }

  @Test
  void a_full_inbox_drops_progress_then_previews_then_the_rest_but_never_the_end()
      throws InterruptedException {
    assertThat(through(3, STARTED, partial(0), progress(0.1), image(0)))
        .containsExactly(STARTED, partial(0), image(0));
    assertThat(through(3, STARTED, partial(0), image(0), image(1)))
        .containsExactly(STARTED, image(0), image(1));
    assertThat(through(3, STARTED, image(0), image(1), image(2)))
        .containsExactly(STARTED, image(1), image(2));
    assertThat(through(1, STARTED, image(0), ENDED)).containsExactly(ENDED);
    assertThat(through(2, STARTED, image(0), ENDED)).containsExactly(STARTED, ENDED);
  }

  @Test
  void nothing_follows_the_end() throws InterruptedException {
    assertThat(through(10, ENDED, image(0))).containsExactly(ENDED);
  }

  @Test
  void after_the_end_or_a_close_a_taker_does_not_wait() throws InterruptedException {
    var ended = new EventBuffer(3);
    ended.put(ENDED);
    assertThat(ended.take(Duration.ofDays(1))).contains(ENDED);
    assertThat(ended.take(Duration.ofDays(1))).isEmpty();
    var closed = new EventBuffer(3);
    closed.put(STARTED);
    closed.close();
    assertThat(closed.take(Duration.ofDays(1))).isEmpty();
  }

  private static List<JobEvent> through(int max, JobEvent... events) throws InterruptedException {
    var buffer = new EventBuffer(max);
    List.of(events).forEach(buffer::put);
    var taken = new ArrayList<JobEvent>();
    for (var event = buffer.take(Duration.ZERO); event.isPresent(); ) {
      taken.add(event.get());
      event = buffer.take(Duration.ZERO);
    }
    return taken;
  }

  private static JobEvent progress(double fraction) {
    return new JobEvent.Progress(JOB, fraction);
  }

  private static JobEvent partial(int order) {
    return new JobEvent.Partial(JOB, 0, order, Path.of("partial"));
  }

  private static JobEvent image(int index) {
    return new JobEvent.ImageDone(JOB, index);
  }
}
