package dev.atelier.providers.upstream;

import dev.atelier.testkit.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Waits by moving a clock on, and keeps how long. */
public final class FakePause implements Pause {
  private final FakeClock clock;
  private final List<Duration> waits = new CopyOnWriteArrayList<>();
  private Runnable onWait = () -> {};

  public FakePause(FakeClock clock) {
    this.clock = clock;
  }

  /** Runs this at every wait. */
  public void onWait(Runnable action) {
    onWait = action;
  }

  public List<Duration> waits() {
    return waits;
  }

  @Override
  public void pause(Duration time) throws InterruptedException {
    waits.add(time);
    clock.advance(time);
    onWait.run();
    if (Thread.interrupted()) {
      throw new InterruptedException("while it waited");
    }
  }

  @Override
  public long nanos() {
    return Duration.between(Instant.EPOCH, clock.instant()).toNanos();
  }
}
