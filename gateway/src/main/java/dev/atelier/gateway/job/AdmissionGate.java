package dev.atelier.gateway.job;

import dev.atelier.image.AdmissionFault;
import dev.atelier.image.FaultException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** Whether new work is taken at all: not while draining, nor on a full disk. */
public final class AdmissionGate {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final AtomicBoolean draining = new AtomicBoolean();
  private final BooleanSupplier diskFull;

  public AdmissionGate(BooleanSupplier diskFull) {
    this.diskFull = diskFull;
  }

  /** From now on new work is refused. */
  public void drain() {
    draining.set(true);
  }

  public boolean draining() {
    return draining.get();
  }

  /**
   * @throws FaultException {@link AdmissionFault.Unavailable}
   */
  public void check() {
    if (draining.get()) {
      throw stopping();
    }
    if (diskFull.getAsBoolean()) {
      throw unavailable("the disk is full");
    }
  }

  /** What a caller is told whose job will not begin here any more. */
  public static FaultException stopping() {
    return unavailable("the server is shutting down");
  }

  private static FaultException unavailable(String why) {
    return new FaultException(new AdmissionFault.Unavailable(why, RETRY_AFTER));
  }
}
