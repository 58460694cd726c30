package dev.atelier.providers.sandbox;

import java.time.Duration;

/** Waits. Tests pass one that only takes notes. */
@FunctionalInterface
public interface Sleeper {
  /** The thread's own sleep. */
  Sleeper THREAD = Thread::sleep;

  void sleep(Duration time) throws InterruptedException;
}
