package dev.atelier.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.image.AdmissionFault;
import dev.atelier.image.FaultException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PixelBudgetTest {
  @Test
  void a_call_waits_only_so_long_for_its_turn() throws Exception {
    var budget = new PixelBudget(1, Duration.ofMillis(20));
    var running = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var first =
        CompletableFuture.supplyAsync(() ->
            budget.with(() -> {
              running.countDown();
              return await(release);
            }));
    assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();

    assertThatThrownBy(() -> budget.with(() -> "drawn"))
        .isInstanceOfSatisfying(
            FaultException.class,
            refused -> assertThat(refused.fault()).isInstanceOf(AdmissionFault.Unavailable.class));

    release.countDown();
    assertThat(first.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(budget.<String, RuntimeException>with(() -> "drawn")).isEqualTo("drawn");
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Test
  void work_inside_runs_on_under_its_permit() {
    var budget = new PixelBudget(1, Duration.ofMillis(20));
    assertThat(budget.<Integer, RuntimeException>with(() -> budget.with(() -> 7))).isEqualTo(7);
  }

  @Test
  void a_failure_gives_its_permit_back() throws Exception {
    var budget = new PixelBudget(1, Duration.ofMillis(20));
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() ->
              budget.with(() -> {
                throw new IOException("broken");
              }))
          .isInstanceOf(IOException.class);
    }
    assertThat(budget.<Integer, RuntimeException>with(() -> 1)).isOne();
  }

  @Test
  void an_interrupted_wait_is_refused_and_stays_interrupted() {
    var budget = new PixelBudget(1, Duration.ofSeconds(10));
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> budget.with(() -> 1)).isInstanceOf(FaultException.class);
    assertThat(Thread.interrupted()).isTrue();
  }
}
