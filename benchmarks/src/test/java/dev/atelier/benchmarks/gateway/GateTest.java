package dev.atelier.benchmarks.gateway;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.BufferedReader;
import java.io.StringReader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class GateTest {
  private final Gate gate = new Gate();

  @Test
  void a_held_call_goes_on_once_its_number_is_let_through() throws Exception {
    CompletableFuture<Void> call = pass("a cat " + Gate.held(3));
    gate.release(2);
    assertThatCode(() -> call.get(50, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);

    gate.follow(new BufferedReader(new StringReader("3\n")));

    assertThatCode(() -> call.get(10, TimeUnit.SECONDS)).doesNotThrowAnyException();
  }

  @Test
  void others_never_wait() {
    assertThatCode(() -> gate.pass("a cat")).doesNotThrowAnyException();
  }

  private CompletableFuture<Void> pass(String prompt) {
    var passed = new CompletableFuture<Void>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            gate.pass(prompt);
            passed.complete(null);
          } catch (InterruptedException e) {
            passed.completeExceptionally(e);
          }
        });
    return passed;
  }
}
