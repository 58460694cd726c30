package dev.atelier.gateway.job;

import dev.atelier.image.AdmissionFault;
import dev.atelier.image.FaultException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Whether new work is taken at all: not while draining, nor where nothing could be stored. */
public final class AdmissionGate {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final AtomicBoolean draining = new AtomicBoolean();
  private final Supplier<Optional<String>> problem;
  private final Supplier<Optional<String>> contentsProblem;

  /**
   * @param problem why no work can be taken
   * @param contentsProblem why nothing that is made now could be stored
   */
  public AdmissionGate(
      Supplier<Optional<String>> problem, Supplier<Optional<String>> contentsProblem) {
    this.problem = problem;
    this.contentsProblem = contentsProblem;
  }

  /** One that nothing but the disk closes. */
  public static AdmissionGate ofDisk(BooleanSupplier full) {
    return new AdmissionGate(
        () -> full.getAsBoolean() ? Optional.of("the disk is full") : Optional.empty(),
        Optional::empty);
  }

  /** From now on new work is refused. */
  public void drain() {
    draining.set(true);
  }

  public boolean draining() {
    return draining.get();
  }

  /** Whether jobs that were taken may begin: what they made would be lost otherwise. */
  public boolean mayBegin() {
    return !draining.get() && contentsProblem.get().isEmpty();
  }

  /**
   * @throws FaultException {@link AdmissionFault.Unavailable}
   */
  public void check() {
    if (draining.get()) {
      throw stopping();
    }
    Optional<String> why = problem.get();
    if (why.isPresent()) {
      throw unavailable(why.get());
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
