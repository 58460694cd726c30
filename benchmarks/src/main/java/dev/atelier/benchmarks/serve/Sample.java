package dev.atelier.benchmarks.serve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server holds on to at one time.
 *
 * @param requests answered before
 * @param residentBytes memory
 * @param heapBytes in use right after a collection, which taking the sample causes
 * @param descriptors open files and sockets
 * @param threads of the operating system
 * @param logBytes the database's write-ahead log
 * @param keptBytes all other files: database and pictures
 */
record Sample(
    long requests,
    long residentBytes,
    long heapBytes,
    long descriptors,
    long threads,
    long logBytes,
    long keptBytes) {
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)\\s*$");
  private static final Pattern THREADS = Pattern.compile("(?m)^Threads:\\s+(\\d+)$");
  private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB$");
  private static final String LOG = "-wal";

  static Sample of(long pid, Path data, long requests) throws IOException {
    long heap = number(TOTAL, histogram(pid)); // first, since asking opens a socket
    Path process = Path.of("/proc", Long.toString(pid));
    String status = Files.readString(process.resolve("status"));
    try (var open = Files.list(process.resolve("fd"))) {
      return new Sample(
          requests,
          number(RESIDENT, status) << 10,
          heap,
          open.count(),
          number(THREADS, status),
          bytes(data, true),
          bytes(data, false));
    }
  }

  private static String histogram(long pid) throws IOException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid),
                "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static long number(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    if (!found.find()) {
      throw new IllegalStateException("no " + pattern + " in " + text);
    }
    return Long.parseLong(found.group(1));
  }

  private static long bytes(Path data, boolean log) throws IOException {
    try (var files = Files.walk(data)) {
      return files
          .filter(file -> file.toString().endsWith(LOG) == log)
          .mapToLong(Sample::bytes)
          .sum();
    } catch (UncheckedIOException e) {
      return bytes(data, log); // a file went while its directory was read
    }
  }

  private static long bytes(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : 0;
    } catch (NoSuchFileException gone) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "| %d | %d | %d | %d | %d | %.1f | %.1f |",
        requests,
        residentBytes >> 20,
        heapBytes >> 20,
        descriptors,
        threads,
        logBytes / 1048576.0,
        keptBytes / 1048576.0);
  }
}
