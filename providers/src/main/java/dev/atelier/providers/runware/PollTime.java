package dev.atelier.providers.runware;

import java.time.Duration;

/** The time in which a task is waited for, which never jumps. Tests pass one that does not wait. */
interface PollTime {
  /** The thread's own. */
  PollTime SYSTEM =
      new PollTime() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void sleep(Duration time) throws InterruptedException {
          Thread.sleep(time);
        }
      };

  long nanos();

  void sleep(Duration time) throws InterruptedException;
}
