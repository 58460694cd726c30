package dev.atelier.server.command;

/** What every command ends with. */
final class ExitCode {
  static final int OK = 0;
  static final int USAGE = 2;

  /** The request was understood and refused: bad field, moderation, key, budget. */
  static final int REFUSED = 3;

  static final int FAILED = 4;

  /** The server did not answer. */
  static final int UNREACHABLE = 5;

  private ExitCode() {}
}
