package dev.atelier.server.wiring;

/** The version of the program. */
public final class ProgramVersion {
  public static final String TEXT = "0.1.0";

  private ProgramVersion() {}
}
