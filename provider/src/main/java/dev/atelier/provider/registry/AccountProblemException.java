package dev.atelier.provider.registry;

/** An account cannot be as it was described. The message completes "Invalid value for FIELD: …". */
public final class AccountProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String field;

  public AccountProblemException(String field, String problem) {
    super(problem);
    this.field = field;
  }

  /** The field's name, such as {@code base_url}. */
  public String field() {
    return field;
  }
}
