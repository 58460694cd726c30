package dev.atelier.server.command;

/** The program: hands its arguments to the command line and exits with its code. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(AtelierCommand.run(args));
  }
}
