package dev.atelier.benchmarks.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Holds calls back: one whose prompt says {@code held=N} goes on once N or more was let through. So
 * what accepting costs can be told from what making costs.
 */
final class Gate {
  private static final Pattern HELD = Pattern.compile("held=(\\d+)");

  private long released;

  /** The word for a prompt. */
  static String held(long number) {
    return "held=" + number;
  }

  /** Waits until a call with this prompt may go on. */
  void pass(String prompt) throws InterruptedException {
    Matcher held = HELD.matcher(prompt);
    if (held.find()) {
      await(Long.parseLong(held.group(1)));
    }
  }

  /** Lets all through up to this number. */
  synchronized void release(long number) {
    released = Math.max(released, number);
    notifyAll();
  }

  /** Lets through what each line says, until there are no more. */
  void follow(BufferedReader lines) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      release(Long.parseLong(line));
    }
  }

  private synchronized void await(long number) throws InterruptedException {
    while (released < number) {
      wait();
    }
  }
}
