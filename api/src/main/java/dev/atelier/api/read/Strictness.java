package dev.atelier.api.read;

/** How far a request is understood beyond what its API documents. */
public enum Strictness {
  /** Whatever plainly means one thing is read, however it is spelled. */
  LENIENT,

  /** The documented form and no other, as the vendor has it. */
  STRICT;

  /** That of a setting. */
  public static Strictness of(boolean strict) {
    return strict ? STRICT : LENIENT;
  }

  public boolean lenient() {
    return this == LENIENT;
  }
}
