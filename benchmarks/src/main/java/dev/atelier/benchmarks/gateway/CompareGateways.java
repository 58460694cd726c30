package dev.atelier.benchmarks.gateway;

import dev.atelier.benchmarks.image.ImageFiles;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Measures the server, nginx and the upstream alone in turn, round after round, in rotated order,
 * so that what else happens on the machine falls on all alike.
 */
final class CompareGateways implements AutoCloseable {
  private static final List<String> JAVA_OPTIONS =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-XX:+UseSerialGC",
          "-Xss512k",
          "-Djava.awt.headless=true");

  private final Options options;
  private final Path load;
  private final List<Peer> peers = new ArrayList<>();

  private CompareGateways(Options options) throws IOException, InterruptedException {
    this.options = options;
    Path directory = Files.createDirectories(options.directory());
    this.load = Compiler.compile("load", options.sources(), directory);
    Path program = Compiler.compile("upstream", options.sources(), directory);
    Path large = ImageFiles.large(directory);
    Path small = ImageFiles.small(directory);
    try {
      int port = free();
      start("direct", port, List.of(program + "", port + "", large + "", small + ""), List.of());
      peers.add(Nginx.start(directory, free(), port));
      startServer(free(), port);
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  static void main(String[] words) throws IOException, InterruptedException {
    try (var compare = new CompareGateways(Options.of(words))) {
      IO.println(new Report(compare.run()));
    }
  }

  private List<Figure> run() throws IOException, InterruptedException {
    for (Scenario scenario : options.scenarios()) {
      load(peers.getLast(), scenario, options.warmUp()); // only the server compiles itself
    }
    var figures = new ArrayList<Figure>();
    for (int round = 0; round < options.rounds(); round++) {
      for (Scenario scenario : options.scenarios()) {
        for (int turn = 0; turn < peers.size(); turn++) {
          figures.add(measure(peers.get((turn + round) % peers.size()), scenario, round));
        }
      }
    }
    return figures;
  }

  private Figure measure(Peer peer, Scenario scenario, int round)
      throws IOException, InterruptedException {
    peer.clearPeak();
    double own = peer.cpuSeconds();
    double ours = Proc.cpuSeconds(ProcessHandle.current());
    double busy = Proc.busySeconds();
    long began = System.nanoTime();
    Map<String, Double> told = load(peer, scenario, options.seconds());
    double seconds = (System.nanoTime() - began) / 1e9;
    double foreign = Proc.busySeconds() - busy - (Proc.cpuSeconds(ProcessHandle.current()) - ours);
    var figure =
        Figure.of(
            scenario,
            peer.name(),
            round,
            told,
            peer.cpuSeconds() - own,
            peer.peakMegabytes(),
            foreign / seconds);
    System.err.println(figure);
    return figure;
  }

  /** Runs the driver to its end and returns the values that it printed. */
  private Map<String, Double> load(Peer peer, Scenario scenario, int seconds)
      throws IOException, InterruptedException {
    var command =
        new ArrayList<>(List.of(load.toString(), peer.port() + "", "/v1/images/generations"));
    command.addAll(List.of(scenario.words(seconds)));
    command.addAll(peer.headers());
    Process driver = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    try (var lines = driver.inputReader()) {
      var told =
          lines
              .lines()
              .map(line -> line.split("="))
              .collect(Collectors.toMap(words -> words[0], words -> Double.valueOf(words[1])));
      driver.waitFor();
      return told;
    }
  }

  private void startServer(int port, int upstream) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
    command.addAll(JAVA_OPTIONS);
    command.addAll(options.javaOptions());
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), RelayServer.class.getName()));
    command.addAll(
        List.of(
            port + "", "http://127.0.0.1:" + upstream, options.directory().resolve("data") + ""));
    start("atelier", port, command, List.of("authorization: Bearer " + RelayServer.KEY));
  }

  private void start(String name, int port, List<String> command, List<String> headers)
      throws IOException, InterruptedException {
    Path log = options.directory().resolve(name + ".log");
    peers.add(Peer.start(name, port, log, command, headers));
  }

  private static int free() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    peers.reversed().forEach(Peer::close);
  }
}
