package dev.atelier.server.endurance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a Java process holds on to; Linux only.
 *
 * @param descriptors open files and sockets
 * @param threads of the operating system
 * @param heapBytes in use right after a collection
 */
record Footprint(long descriptors, long threads, long heapBytes) {
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)\\s*$");
  private static final Pattern THREADS = Pattern.compile("(?m)^Threads:\\s+(\\d+)$");
  private static final int SECONDS_MAX = 30;

  /** Collects garbage in that process, and looks. */
  static Footprint of(long pid) throws IOException, InterruptedException {
    long heap = number(TOTAL, histogram(pid)); // first, since asking opens a socket
    Path process = Path.of("/proc", Long.toString(pid));
    try (var open = Files.list(process.resolve("fd"))) {
      long threads = number(THREADS, Files.readString(process.resolve("status")));
      return new Footprint(open.count(), threads, heap);
    }
  }

  /** A list of what lives, which the process makes after a full collection. */
  private static String histogram(long pid) throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid),
                "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String text = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!jcmd.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
      jcmd.destroyForcibly();
    }
    return text;
  }

  private static long number(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    if (!found.find()) {
      throw new AssertionError("no " + pattern + " in " + text);
    }
    return Long.parseLong(found.group(1));
  }

  @Override
  public String toString() {
    return "%d descriptors, %d threads, %d KiB of heap"
        .formatted(descriptors, threads, heapBytes >> 10);
  }
}
