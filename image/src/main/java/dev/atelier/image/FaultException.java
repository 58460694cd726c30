package dev.atelier.image;

/**
 * Carries a {@link Fault} up to the one place that answers it. Its message names no key or prompt.
 */
public final class FaultException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Fault fault;

  public FaultException(Fault fault) {
    super(fault.toString());
    this.fault = fault;
  }

  public FaultException(Fault fault, Throwable cause) {
    super(fault.toString(), cause);
    this.fault = fault;
  }

  public Fault fault() {
    return fault;
  }
}
