package dev.atelier.benchmarks.pickup;

import dev.atelier.benchmarks.figures.Millis;
import dev.atelier.benchmarks.scratch.ScratchDirectory;
import dev.atelier.server.AtelierServer;
import dev.atelier.server.config.ServerConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * How soon an idle server begins a job that is polled for: {@code MeasurePickUp [ROUNDS]}.
 *
 * <p>The commit that accepts a job lies between its request and the answer. The attempt's start is
 * told from both: from the request, which includes the commit, and from the answer, which comes
 * after it and may come after the start.
 */
final class MeasurePickUp {
  private static final String KEY = "benchmarks-admin-key";
  private static final int WARM_UP = 200;
  private static final int PAUSE_MILLIS = 50;
  private static final int PAUSE_MORE_MILLIS = 250;
  private static final int ACCEPTED = 202;

  private final StartNoter starts = new StartNoter();
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Long> fromRequest = new ArrayList<>();
  private final List<Long> fromAnswer = new ArrayList<>();
  private final List<Long> answered = new ArrayList<>();

  private MeasurePickUp() {}

  static void main(String[] words) throws IOException, InterruptedException {
    int rounds = words.length > 0 ? Integer.parseInt(words[0]) : 300;
    try (var scratch = ScratchDirectory.create("pick-up")) {
      new MeasurePickUp().run(rounds, scratch.path());
    }
  }

  private void run(int rounds, Path data) throws IOException, InterruptedException {
    var random = new Random(1);
    ServerConfig config =
        ServerConfig.load(
            Optional.empty(),
            Map.of("ATELIER_ADMIN_KEY", KEY),
            Map.of(
                "port", "0", "data", data.toString(), "log.access", "false", "log.level", "WARN"));
    try (var server = AtelierServer.start(config, List.of(starts));
        http) {
      for (int round = -WARM_UP; round < rounds; round++) {
        order(server.uri(), round >= 0);
        Thread.sleep(
            round < 0 ? PAUSE_MILLIS / 10 : PAUSE_MILLIS + random.nextInt(PAUSE_MORE_MILLIS));
      }
    }
    IO.println("of an idle server, from the request of a polled job to");
    IO.println("  the start of its attempt, its commit included: " + Millis.ofNanos(fromRequest));
    IO.println("  the answer, which follows the commit:          " + Millis.ofNanos(answered));
    IO.println("from that answer to the start of the attempt:    " + Millis.ofNanos(fromAnswer));
  }

  private void order(URI server, boolean counted) throws IOException, InterruptedException {
    var order =
        HttpRequest.newBuilder(server.resolve("/api/v1/jobs"))
            .header("Authorization", "Bearer " + KEY)
            .header("Content-Type", "application/json")
            .POST(
                BodyPublishers.ofString(
                    "{\"model\":\"gpt-image-2\",\"prompt\":\"a fox\",\"size\":\"1024x1024\"}"))
            .build();
    long asked = System.nanoTime();
    int status = http.send(order, BodyHandlers.discarding()).statusCode();
    long told = System.nanoTime();
    if (status != ACCEPTED) {
      throw new IllegalStateException("the job was answered with " + status);
    }
    long started = starts.next();
    if (counted) {
      fromRequest.add(started - asked);
      answered.add(told - asked);
      fromAnswer.add(started - told);
    }
  }
}
