package dev.atelier.media;

import dev.atelier.image.AdmissionFault;
import dev.atelier.image.FaultException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many rasters may exist at once: one for each permit, as many permits as cores by default.
 * Whatever decodes, draws or transcodes does it inside {@link #with}. Work inside may call {@code
 * with} again and runs on under the permit it has.
 */
public final class PixelBudget {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final Semaphore permits;
  private final Duration waitMax;
  private final ScopedValue<Boolean> held = ScopedValue.newInstance();

  /**
   * @param permits rasters at once, at least 1
   * @param waitMax how long a call waits for its turn
   */
  public PixelBudget(int permits, Duration waitMax) {
    if (permits < 1) {
      throw new IllegalArgumentException("a budget needs at least one permit: " + permits);
    }
    this.permits = new Semaphore(permits, true);
    this.waitMax = waitMax;
  }

  /** One raster for each core, and a wait of a minute. */
  public static PixelBudget ofCores() {
    return new PixelBudget(Runtime.getRuntime().availableProcessors(), Duration.ofMinutes(1));
  }

  /** Work on at most one raster at a time. */
  @FunctionalInterface
  public interface Work<T, E extends Exception> {
    T run() throws E;
  }

  /**
   * Waits for a permit, runs the work with it, and returns what it returns.
   *
   * @throws FaultException {@link AdmissionFault.Unavailable} when no permit came free in time
   */
  public <T, E extends Exception> T with(Work<T, E> work) throws E {
    if (held.isBound()) {
      return work.run();
    }
    acquire();
    try {
      return ScopedValue.where(held, true).call(work::run);
    } finally {
      permits.release();
    }
  }

  private void acquire() {
    try {
      if (!permits.tryAcquire(waitMax.toNanos(), TimeUnit.NANOSECONDS)) {
        throw busy();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw busy();
    }
  }

  private static FaultException busy() {
    return new FaultException(
        new AdmissionFault.Unavailable("all drawing capacity is in use", RETRY_AFTER));
  }
}
