package dev.atelier.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.image.JobId;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The order in which what concerns a job is done. */
class JobTurnsTest {
  private static final JobId JOB = new JobId(new UUID(1, 1));
  private static final JobId OTHER = new JobId(new UUID(1, 2));
  private static final Duration LONG = Duration.ofSeconds(20);

  private final List<String> done = new CopyOnWriteArrayList<>();
  private final CountDownLatch gate = new CountDownLatch(1);

  @Test
  void what_is_quick_is_done_at_once_while_nothing_of_its_job_goes_on() {
    JobTurns turns = turns(LONG);

    turns.quick(JOB, () -> done.add("a"));

    assertThat(done).containsExactly("a");
  }

  @Test
  void what_comes_after_something_slow_waits_for_it_and_other_jobs_do_not() {
    JobTurns turns = turns(LONG);
    assertThat(turns.slow(JOB, () -> slowly("first"))).isTrue();
    assertThat(turns.slow(JOB, () -> done.add("second"))).isTrue();
    turns.quick(JOB, () -> done.add("last"));
    turns.quick(OTHER, () -> done.add("other"));
    assertThat(done).containsExactly("other");

    gate.countDown();

    await().atMost(LONG).until(() -> done.size() == 4);
    assertThat(done).containsExactly("other", "first", "second", "last");
  }

  @Test
  void what_takes_too_long_is_overtaken() {
    JobTurns turns = turns(Duration.ofMillis(50));
    assertThat(turns.slow(JOB, () -> slowly("slow"))).isTrue();
    turns.quick(JOB, () -> done.add("quick"));

    await().atMost(LONG).until(() -> done.contains("quick"));
    gate.countDown();

    await().atMost(LONG).until(() -> done.contains("slow"));
  }

  @Test
  void one_that_fails_keeps_nothing_back() {
    JobTurns turns = turns(LONG);
    assertThat(
            turns.slow(
                JOB,
                () -> {
                  slowly("failing");
                  throw new IllegalStateException("it failed");
                }))
        .isTrue();
    turns.quick(JOB, () -> done.add("next"));

    gate.countDown();

    await().atMost(LONG).until(() -> done.contains("next"));
  }

  @Test
  void no_more_than_a_few_slow_ones_go_on_at_once() {
    JobTurns turns = turns(LONG);
    int taken = 0;
    while (turns.slow(new JobId(new UUID(2, taken)), () -> slowly("one"))) {
      taken++;
      assertThat(taken).isLessThan(1_000);
    }
    int all = taken;
    gate.countDown();

    await().atMost(LONG).until(() -> done.size() == all);
    await().atMost(LONG).until(() -> turns.slow(JOB, () -> done.add("again")));
  }

  private void slowly(String name) {
    try {
      gate.await();
      done.add(name);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JobTurns turns(Duration slowMax) {
    return new JobTurns(task -> Thread.ofVirtual().start(task), slowMax);
  }
}
