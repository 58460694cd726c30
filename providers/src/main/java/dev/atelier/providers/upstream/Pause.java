package dev.atelier.providers.upstream;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Waits, by a clock that never jumps. Tests pass one that only moves their clock. */
@FunctionalInterface
public interface Pause {
  /** The thread's own sleep. */
  Pause THREAD = Thread::sleep;

  void pause(Duration time) throws InterruptedException;

  /** What is compared with an earlier one, to tell how long ago that was. */
  default long nanos() {
    return System.nanoTime();
  }

  /** Up to a fifth longer, so that what began in one second does not go on in one second. */
  static Duration jittered(Duration wait, RandomGenerator random) {
    return wait.plusMillis(random.nextLong(wait.toMillis() / 5 + 1));
  }
}
