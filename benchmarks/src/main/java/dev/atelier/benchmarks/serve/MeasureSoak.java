package dev.atelier.benchmarks.serve;

import dev.atelier.benchmarks.scratch.ScratchDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A server with the sandbox under a mixed load for a while: {@code MeasureSoak [MINUTES]}. Ends
 * with 1 if anything was answered wrongly or did not stay as it was after a third of the time, see
 * {@link SoakVerdict}.
 */
final class MeasureSoak {
  private static final int SAMPLES = 60;
  private static final Duration APART_MIN = Duration.ofSeconds(3);
  private static final double MILLIS_PER_MINUTE = 60_000;

  private MeasureSoak() {}

  static void main(String[] words) throws IOException, InterruptedException {
    double minutes = words.length > 0 ? Double.parseDouble(words[0]) : 30;
    var problems = new ArrayList<String>();
    try (var scratch = ScratchDirectory.create("soak")) {
      problems.addAll(run(scratch.path(), Duration.ofMillis((long) (minutes * MILLIS_PER_MINUTE))));
    }
    IO.println(problems.isEmpty() ? "passed" : "failed:");
    problems.forEach(IO::println);
    System.exit(problems.isEmpty() ? 0 : 1);
  }

  /** What was wrong, in words. */
  private static List<String> run(Path directory, Duration time)
      throws IOException, InterruptedException {
    Path data = directory.resolve("data");
    try (var server = ServeProcess.start(data, directory.resolve("log"), Map.of());
        var load = new MixedLoad(server.uri())) {
      List<Sample> samples = samples(server, data, load, time);
      var problems = new ArrayList<>(load.failures());
      problems.addAll(new SoakVerdict(samples).problems());
      return problems;
    }
  }

  private static List<Sample> samples(ServeProcess server, Path data, MixedLoad load, Duration time)
      throws IOException, InterruptedException {
    Duration apart = time.dividedBy(SAMPLES);
    apart = apart.compareTo(APART_MIN) < 0 ? APART_MIN : apart;
    var samples = new ArrayList<Sample>();
    long end = System.nanoTime() + time.toNanos();
    IO.println("| requests | resident MB | heap MB | descriptors | threads | log MB | files MB |");
    IO.println("|---|---|---|---|---|---|---|");
    while (System.nanoTime() < end) {
      Thread.sleep(apart);
      Sample sample = Sample.of(server.pid(), data, load.requests());
      samples.add(sample);
      IO.println(sample);
    }
    return samples;
  }
}
