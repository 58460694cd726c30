package dev.atelier.gateway.job;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The two clocks, and waiting by them: dates come from the wall clock, durations from one that
 * never jumps.
 *
 * @param nanos a monotonic reading, as {@link System#nanoTime}
 */
public record Clocks(InstantSource wall, LongSupplier nanos, Sleeper sleeper) {

  /** The system's monotonic time beside this wall clock. */
  public static Clocks system(InstantSource wall) {
    return new Clocks(wall, System::nanoTime, Thread::sleep);
  }

  /** Both of one source, for a clock that a test moves. */
  public static Clocks of(InstantSource source, Sleeper sleeper) {
    return new Clocks(source, () -> nanos(source.instant()), sleeper);
  }

  /** Waits, as {@link Thread#sleep(Duration)}. */
  @FunctionalInterface
  public interface Sleeper {
    void sleep(Duration time) throws InterruptedException;
  }

  public void sleep(Duration time) throws InterruptedException {
    sleeper.sleep(time);
  }

  public Instant now() {
    return wall.instant();
  }

  /** The monotonic time at which {@code wait} from now is over, to be shown to {@link #passed}. */
  public long deadline(Duration wait) {
    return nanos.getAsLong() + wait.toNanos();
  }

  public boolean passed(long deadline) {
    return nanos.getAsLong() - deadline >= 0;
  }

  /** What is left until then; zero when it has passed. */
  public Duration left(long deadline) {
    return Duration.ofNanos(Math.max(0, deadline - nanos.getAsLong()));
  }

  /** What has passed since {@code start}, a reading of {@link #nanos}. */
  public Duration since(long start) {
    return Duration.ofNanos(nanos.getAsLong() - start);
  }

  private static long nanos(Instant instant) {
    return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
  }
}
