package dev.atelier.storage;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who comes first is written first; whoever pauses lets others pass. */
@Timeout(60)
class WriteTurnsTest {
  private final AtomicLong time = new AtomicLong();
  private final WriteTurns turns = new WriteTurns(1, time::get);

  @Test
  void the_first_in_line_is_the_next() throws Exception {
    var first = turns.turn();
    first.take();
    List<Integer> order = new ArrayList<>();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 3; i++) {
      int number = i;
      var next = turns.turn();
      var thread =
          Thread.ofVirtual()
              .start(() -> {
                next.take();
                synchronized (order) {
                  order.add(number);
                }
                next.end();
              });
      threads.add(thread);
      while (turns.waiting() <= i) {
        Thread.onSpinWait();
      }
    }
    assertThat(order).isEmpty();
    first.end();
    for (var thread : threads) {
      thread.join();
    }
    assertThat(order).containsExactly(0, 1, 2);
  }

  @Test
  void one_that_does_not_grow_loses_its_turn_and_waits_for_another() throws Exception {
    var paused = turns.turn();
    paused.take();
    var other = turns.turn();

    time.addAndGet(SECONDS.toNanos(1) / 2);
    other.take(); // returns, though the first has not ended

    var again = new CountDownLatch(1);
    var thread =
        Thread.ofVirtual()
            .start(() -> {
              paused.take();
              again.countDown();
            });
    while (turns.waiting() == 0) {
      Thread.onSpinWait();
    }
    other.end();
    assertThat(again.await(20, SECONDS)).isTrue();
    thread.join();
  }

  @Test
  void an_interrupt_ends_the_wait_and_is_kept() throws Exception {
    var first = turns.turn();
    first.take();
    var next = turns.turn();
    var interrupted = new AtomicBoolean();
    var thread =
        Thread.ofVirtual()
            .start(() -> {
              next.take();
              interrupted.set(Thread.currentThread().isInterrupted());
            });
    while (turns.waiting() == 0) {
      Thread.onSpinWait();
    }
    thread.interrupt();
    thread.join();
    assertThat(interrupted).isTrue();
  }
}
