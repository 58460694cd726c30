package dev.atelier.benchmarks.serve;

import dev.atelier.benchmarks.figures.Millis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * How long {@code ./atelier serve} takes until it is ready, launcher included: {@code MeasureStart
 * [TIMES]}. In turn with a new data directory and with one that a server has used before.
 */
final class MeasureStart {
  private final Path directory;
  private final List<Long> fresh = new ArrayList<>();
  private final List<Long> used = new ArrayList<>();

  private MeasureStart(Path directory) {
    this.directory = directory;
  }

  static void main(String[] words) throws IOException {
    int times = words.length > 0 ? Integer.parseInt(words[0]) : 20;
    Path base = Path.of(System.getProperty("benchmarks.directory", "target"));
    Files.createDirectories(base);
    Path directory = Files.createTempDirectory(base.toAbsolutePath(), "start");
    try {
      new MeasureStart(directory).run(times);
    } finally {
      delete(directory);
    }
  }

  private void run(int times) throws IOException {
    long _ = start("old"); // builds what is missing, and makes the directory
    for (int turn = 0; turn < times; turn++) {
      fresh.add(start("new-" + turn));
      used.add(start("old"));
      delete(directory.resolve("new-" + turn));
    }
    IO.println("from ./atelier serve to ready, with");
    IO.println("  a new data directory: " + Millis.ofNanos(fresh));
    IO.println("  an old one:           " + Millis.ofNanos(used));
  }

  private long start(String data) throws IOException {
    try (var server =
        ServeProcess.start(directory.resolve(data), directory.resolve("log"), Map.of())) {
      return server.startUp().toNanos();
    }
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
