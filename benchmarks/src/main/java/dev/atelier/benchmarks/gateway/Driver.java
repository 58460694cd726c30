package dev.atelier.benchmarks.gateway;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The programs that make load; each runs to its end and tells what it saw by name. */
record Driver(Path load, Path sockets) {
  private static final String KEY =
      "[{\"taskType\":\"authentication\",\"apiKey\":\"" + RelayServer.KEY + "\"}]";

  /** Pictures by link, one task at a time. */
  private static final String TASK =
      "[{\"taskType\":\"imageInference\",\"taskUUID\":\""
          + Request.OWN_ID
          + "\",\"model\":\"openai:gpt-image@2\",\"positivePrompt\":\"a cat, picture=small\","
          + "\"width\":1024,\"height\":1024,\"outputFormat\":\"PNG\",\"outputType\":\"URL\"}]";

  static Driver compile(Path sources, Path directory) throws IOException, InterruptedException {
    return new Driver(
        Compiler.compile("load", sources, directory),
        Compiler.compile("sockets", sources, directory));
  }

  /** Sends a request, or tasks to its address, over and over. */
  Map<String, Double> send(Peer peer, Request request, Scenario scenario, int seconds)
      throws IOException, InterruptedException {
    return run(
        scenario.load() instanceof Load.Tasks
            ? tasks(peer, request, scenario, seconds)
            : requests(peer, request, scenario, seconds));
  }

  private List<String> requests(Peer peer, Request request, Scenario scenario, int seconds) {
    int total = scenario.requests(seconds, peer.server());
    var words =
        new ArrayList<>(
            List.of(
                load.toString(),
                Integer.toString(peer.port()),
                request.method(),
                request.path(),
                Integer.toString(scenario.connections()),
                Integer.toString(total > 0 ? 0 : seconds),
                Integer.toString(total),
                Integer.toString(scenario.limitSeconds() + seconds),
                request.body()));
    words.addAll(peer.headers());
    words.addAll(request.headers());
    return words;
  }

  private List<String> tasks(Peer peer, Request request, Scenario scenario, int seconds) {
    return List.of(
        sockets.toString(),
        Integer.toString(peer.port()),
        request.path(),
        Integer.toString(scenario.connections()),
        Integer.toString(seconds),
        Integer.toString(scenario.limitSeconds() + seconds),
        KEY,
        TASK);
  }

  private static Map<String, Double> run(List<String> words)
      throws IOException, InterruptedException {
    Process driver = new ProcessBuilder(words).redirectError(Redirect.INHERIT).start();
    try (var lines = driver.inputReader()) {
      var told =
          lines
              .lines()
              .map(line -> line.split("="))
              .collect(Collectors.toMap(pair -> pair[0], pair -> Double.valueOf(pair[1])));
      driver.waitFor();
      return told;
    }
  }
}
