package dev.atelier.benchmarks.stream;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A server before an upstream that streams previews, and OpenAI's own client for Node: how long
 * after its last byte left the upstream a first preview is with the client, directly and through
 * the server: {@code ComparePreviews [ROUNDS [NOISE]]}. The clients take turns, one request at a
 * time.
 */
final class ComparePreviews {
  private static final int WARM_UP = 30;
  private static final int NOISE = 24;
  private static final double NANOS_PER_MILLI = 1e6;

  private ComparePreviews() {}

  static void main(String[] words) throws Exception {
    int rounds = words.length > 0 ? Integer.parseInt(words[0]) : 100;
    int noise = words.length > 1 ? Integer.parseInt(words[1]) : NOISE;
    Path base = Path.of(System.getProperty("benchmarks.directory", "target"));
    Files.createDirectories(base);
    Path data = Files.createTempDirectory(base, "previews");
    try (var upstream = PreviewUpstream.start(noise);
        var server =
            BenchmarkServers.start(
                data, Map.of("accounts", BenchmarkServers.account(upstream.uri("/v1"))))) {
      var bases =
          "upstream=%s,server=%s".formatted(upstream.uri("/v1"), server.uri().resolve("/v1"));
      System.out.printf("previews of %,d bytes as events%n", upstream.previewBytes());
      print(measure(upstream, bases, rounds));
    }
  }

  private static Map<String, List<Double>> measure(
      PreviewUpstream upstream, String bases, int rounds) throws IOException, InterruptedException {
    var client = new ProcessBuilder("node", "benchmarks/src/main/node/previews.mjs");
    client.environment().put("BASES", bases);
    client.environment().put("ROUNDS", Integer.toString(WARM_UP + rounds));
    client.environment().put("ATELIER_KEY", BenchmarkServers.KEY);
    client.environment().put("EXAMPLES", Path.of("examples/node").toAbsolutePath().toString());
    client.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = client.start();
    var millis = new TreeMap<String, List<Double>>();
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] said = line.split(" ");
        double late = (Long.parseLong(said[1]) - upstream.next()) / NANOS_PER_MILLI;
        millis.computeIfAbsent(said[0], _ -> new ArrayList<>()).add(late);
      }
    }
    if (process.waitFor() != 0) {
      throw new IllegalStateException("the client failed: is examples/node installed (npm ci)?");
    }
    millis.replaceAll((_, all) -> all.subList(WARM_UP, all.size()).stream().sorted().toList());
    return millis;
  }

  private static void print(Map<String, List<Double>> millis) {
    System.out.println("first preview at the client, after its last byte left the upstream");
    millis.forEach((name, all) ->
        System.out.printf(
            "%-10s p50 %6.2f ms   p95 %6.2f ms   n %d%n",
            name, quantile(all, 0.5), quantile(all, 0.95), all.size()));
    System.out.printf(
        "through the server later by p50 %.2f ms%n",
        quantile(millis.getOrDefault("server", List.of()), 0.5)
            - quantile(millis.getOrDefault("upstream", List.of()), 0.5));
  }

  private static double quantile(List<Double> sorted, double part) {
    return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(part * sorted.size())));
  }
}
