package dev.atelier.benchmarks.serve;

import dev.atelier.benchmarks.figures.Millis;
import dev.atelier.benchmarks.scratch.ScratchDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How long {@code ./atelier serve} takes until it is ready, launcher included: {@code MeasureStart
 * [TIMES]}. In turn with a new data directory and with one that a server has used before.
 */
final class MeasureStart {
  private final ScratchDirectory directory;
  private final List<Long> fresh = new ArrayList<>();
  private final List<Long> used = new ArrayList<>();

  private MeasureStart(ScratchDirectory directory) {
    this.directory = directory;
  }

  static void main(String[] words) throws IOException {
    int times = words.length > 0 ? Integer.parseInt(words[0]) : 20;
    try (var directory = ScratchDirectory.create("start")) {
      new MeasureStart(directory).run(times);
    }
  }

  private void run(int times) throws IOException {
    long _ = start("old"); // builds what is missing, and makes the directory
    for (int turn = 0; turn < times; turn++) {
      fresh.add(start("new-" + turn));
      used.add(start("old"));
      directory.delete("new-" + turn);
    }
    IO.println("from ./atelier serve to ready, with");
    IO.println("  a new data directory: " + Millis.ofNanos(fresh));
    IO.println("  an old one:           " + Millis.ofNanos(used));
  }

  private long start(String data) throws IOException {
    Path path = directory.path();
    try (var server = ServeProcess.start(path.resolve(data), path.resolve("log"), Map.of())) {
      return server.startUp().toNanos();
    }
  }
}
