package dev.atelier.providers.upstream;

import java.time.Duration;

/** Waits between two questions. Tests pass one that only moves their clock. */
@FunctionalInterface
public interface Pause {
  /** The thread's own sleep. */
  Pause THREAD = Thread::sleep;

  void pause(Duration time) throws InterruptedException;
}
