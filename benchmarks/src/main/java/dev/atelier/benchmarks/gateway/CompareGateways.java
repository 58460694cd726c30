package dev.atelier.benchmarks.gateway;

import dev.atelier.benchmarks.image.ImageFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Measures the server, other gateways and the upstream alone in turn, round after round, in rotated
 * order, so that what else happens on the machine falls on all alike.
 */
final class CompareGateways implements AutoCloseable {
  private final Options options;
  private final Driver driver;
  private final Peers peers;
  private final ServerClient client;
  private final Stage stage;

  private CompareGateways(Options options) throws IOException, InterruptedException {
    this.options = options;
    Path directory = Files.createDirectories(options.directory());
    this.driver = Driver.compile(options.sources(), directory);
    Path upstream = Compiler.compile("upstream", options.sources(), directory);
    var pictures =
        new ArrayList<>(
            List.of(ImageFiles.large(directory) + "", ImageFiles.small(directory) + ""));
    if (options.sameImage()) {
      pictures.add("same");
    }
    Request edit =
        EditForm.write(
            directory.toAbsolutePath(), "a cat, picture=small", ImageFiles.references(directory));
    this.peers = Peers.start(options, upstream, pictures);
    this.client = new ServerClient(peers.server());
    this.stage = new Stage(edit, client);
  }

  static void main(String[] words) throws IOException, InterruptedException {
    try (var compare = new CompareGateways(Options.of(words))) {
      IO.println(new Report(compare.run()));
    }
  }

  private List<Figure> run() throws IOException, InterruptedException {
    for (Scenario scenario : options.scenarios()) {
      warm(scenario);
    }
    var figures = new ArrayList<Figure>();
    for (int round = 0; round < options.rounds(); round++) {
      for (Scenario scenario : options.scenarios()) {
        List<Peer> taking = peers.taking(scenario.load());
        for (int turn = 0; turn < taking.size(); turn++) {
          figures.add(measure(taking.get((turn + round) % taking.size()), scenario, round));
        }
      }
    }
    return figures;
  }

  /** Whoever compiles itself while it runs is given time for that. */
  private void warm(Scenario scenario) throws IOException, InterruptedException {
    for (Peer peer : peers.taking(scenario.load())) {
      if (PeerKind.of(peer.name()).compiles()) {
        Map<String, Double> told =
            driver.send(peer, stage.prepare(peer, scenario), scenario, options.warmUp());
        stage.finish(peer);
        if (peer.server()) {
          stage.learn(scenario, told);
        }
      }
    }
  }

  private Figure measure(Peer peer, Scenario scenario, int round)
      throws IOException, InterruptedException {
    Request request = stage.prepare(peer, scenario);
    peer.clearPeak();
    double own = peer.cpuSeconds();
    double ours = Proc.cpuSeconds(ProcessHandle.current());
    double busy = Proc.busySeconds();
    long began = System.nanoTime();
    Map<String, Double> told = driver.send(peer, request, scenario, options.seconds());
    double seconds = (System.nanoTime() - began) / 1e9;
    double answering = peer.cpuSeconds() - own;
    double foreign = Proc.busySeconds() - busy - (Proc.cpuSeconds(ProcessHandle.current()) - ours);
    stage.finish(peer);
    var figure =
        Figure.of(
            scenario,
            peer.name(),
            round,
            told,
            new Figure.Cpu(answering, peer.cpuSeconds() - own),
            peer.peakMegabytes(),
            foreign / seconds);
    System.err.println(figure);
    return figure;
  }

  @Override
  public void close() throws IOException {
    client.close();
    peers.close();
  }
}
