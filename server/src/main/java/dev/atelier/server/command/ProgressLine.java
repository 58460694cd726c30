package dev.atelier.server.command;

import java.io.Console;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Tells on standard error how far long work is, twice a second at most. */
final class ProgressLine {
  private static final long PAUSE_NANOS = 500_000_000;
  private static final long MEBIBYTE = 1 << 20;

  private final boolean terminal =
      Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
  private long last = System.nanoTime();
  private boolean shown;

  void show(Supplier<String> words) {
    long now = System.nanoTime();
    if (now - last < PAUSE_NANOS) {
      return;
    }
    last = now;
    shown = true;
    String text = words.get();
    System.err.print(terminal ? "\r" + text + "   " : text + System.lineSeparator());
    System.err.flush();
  }

  /** The work has ended. */
  void end() {
    if (terminal && shown) {
      System.err.println();
    }
  }

  static String size(long bytes) {
    return String.format(Locale.ROOT, "%.1f MiB", bytes / (double) MEBIBYTE);
  }
}
