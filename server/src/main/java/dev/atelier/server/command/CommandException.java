package dev.atelier.server.command;

/** A command cannot go on; the message is for the user. */
final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;

  CommandException(int code, String message) {
    super(message);
    this.code = code;
  }

  int code() {
    return code;
  }
}
