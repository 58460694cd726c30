package dev.atelier.storage;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many who ask for the same directory share few rounds. */
@Timeout(60)
class DirectorySyncTest {
  private static final Path DIRECTORY = Path.of("artifacts");

  @Test
  void those_who_ask_during_a_round_share_the_next() throws Exception {
    var rounds = new AtomicInteger();
    var firstRuns = new CountDownLatch(1);
    var firstMayEnd = new CountDownLatch(1);
    var sync =
        new DirectorySync(
            new Disk() {
              @Override
              public void forceDirectory(Path directory) throws IOException {
                if (rounds.incrementAndGet() == 1) {
                  firstRuns.countDown();
                  waitFor(firstMayEnd);
                }
              }
            });
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new ArrayList<Future<Integer>>();
      all.add(threads.submit(() -> force(sync)));
      assertThat(firstRuns.await(20, SECONDS)).isTrue();
      for (int i = 0; i < 20; i++) {
        all.add(threads.submit(() -> force(sync)));
      }
      while (sync.visitors(DIRECTORY) < 21) {
        Thread.onSpinWait();
      }
      firstMayEnd.countDown();
      for (var one : all) {
        one.get(20, SECONDS);
      }
    }

    assertThat(rounds).hasValueGreaterThan(1).hasValueLessThan(21);
    assertThat(sync.visitors(DIRECTORY)).isZero();
  }

  @Test
  void a_failed_round_is_told_and_the_next_one_tries_again() throws Exception {
    var rounds = new AtomicInteger();
    var sync =
        new DirectorySync(
            new Disk() {
              @Override
              public void forceDirectory(Path directory) throws IOException {
                if (rounds.incrementAndGet() == 1) {
                  throw new IOException("failed");
                }
              }
            });

    assertThatThrownBy(() -> sync.force(DIRECTORY)).hasMessage("failed");
    sync.force(DIRECTORY);
    assertThat(rounds).hasValue(2);
  }

  @Test
  void one_after_another_each_gets_a_round() throws Exception {
    var rounds = new AtomicInteger();
    var sync =
        new DirectorySync(
            new Disk() {
              @Override
              public void forceDirectory(Path directory) {
                rounds.incrementAndGet();
              }
            });

    sync.force(DIRECTORY);
    sync.force(DIRECTORY);

    assertThat(rounds).hasValue(2);
  }

  private static int force(DirectorySync sync) throws IOException {
    sync.force(DIRECTORY);
    return 1;
  }

  private static void waitFor(CountDownLatch latch) throws IOException {
    try {
      assertThat(latch.await(20, SECONDS)).isTrue();
    } catch (InterruptedException failure) {
      throw new IOException(failure);
    }
  }
}
