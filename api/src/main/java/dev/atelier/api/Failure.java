package dev.atelier.api;

import dev.atelier.database.CommitUnknownException;
import dev.atelier.database.DatabaseUnavailableException;
import dev.atelier.image.AdmissionFault;
import dev.atelier.image.Fault;
import dev.atelier.image.FaultException;
import java.time.Duration;
import java.util.Optional;

/** Reads an exception from below as a fault that a caller can be told. */
public final class Failure {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private Failure() {}

  /** The fault behind {@code failure}; empty for a defect of ours. */
  public static Optional<Fault> fault(RuntimeException failure) {
    return switch (failure) {
      case FaultException told -> Optional.of(told.fault());
      case DatabaseUnavailableException _ -> Optional.of(away());
      // It may have been committed: a client that repeats the request joins it then.
      case CommitUnknownException _ -> Optional.of(away());
      default -> Optional.empty();
    };
  }

  private static Fault away() {
    return new AdmissionFault.Unavailable("the database does not answer", RETRY_AFTER);
  }
}
