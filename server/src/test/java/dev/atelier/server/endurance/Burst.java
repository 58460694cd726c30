package dev.atelier.server.endurance;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** Many requests at once, each on a virtual thread with a connection of its own. */
final class Burst {
  private static final int SECONDS_MAX = 180;

  private final Figures figures = new Figures();
  private final ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Exception> failures = new ConcurrentLinkedQueue<>();

  /** Sends {@code count} requests together and waits for all of them. */
  static Burst of(int count, IntFunction<Callable<Answer>> requests) throws InterruptedException {
    var burst = new Burst();
    var go = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        Callable<Answer> request = requests.apply(i);
        threads.execute(() -> burst.send(go, request));
      }
      go.countDown();
      threads.shutdown();
      if (!threads.awaitTermination(SECONDS_MAX, TimeUnit.SECONDS)) {
        threads.shutdownNow();
        throw new AssertionError("no answer within " + SECONDS_MAX + " s; so far " + burst);
      }
    }
    return burst;
  }

  List<Answer> answers() {
    return List.copyOf(answers);
  }

  /** What went wrong below HTTP. */
  List<Exception> failures() {
    return List.copyOf(failures);
  }

  @Override
  public String toString() {
    return figures + (failures.isEmpty() ? "" : ", " + failures.size() + " failed");
  }

  private void send(CountDownLatch go, Callable<Answer> request) {
    try {
      go.await();
      long begun = System.nanoTime();
      Answer answer = request.call();
      figures.took(System.nanoTime() - begun);
      answers.add(answer);
    } catch (Exception e) {
      failures.add(e);
    }
  }
}
