package dev.atelier.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.atelier.image.Fault;
import dev.atelier.image.FaultException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Reads the fault out of what was thrown. */
public final class Faults {
  private Faults() {}

  public static Fault of(ThrowingCallable action) {
    var thrown = catchThrowable(action);
    assertThat(thrown).isInstanceOf(FaultException.class);
    return ((FaultException) thrown).fault();
  }
}
