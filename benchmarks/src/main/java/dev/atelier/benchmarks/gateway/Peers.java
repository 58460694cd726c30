package dev.atelier.benchmarks.gateway;

import dev.atelier.benchmarks.scratch.ScratchDirectory;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Who is measured: all running at once, all in front of one upstream, on free ports. */
final class Peers implements AutoCloseable {
  private final Options options;
  private final ScratchDirectory data;
  private final List<Peer> running = new ArrayList<>();

  private Peers(Options options) throws IOException {
    this.options = options;
    this.data = ScratchDirectory.in(options.directory(), "data"); // the store is a new one
  }

  /**
   * @param upstream the program and what it takes behind its port
   */
  static Peers start(Options options, Path upstream, List<String> pictures)
      throws IOException, InterruptedException {
    var peers = new Peers(options);
    try {
      int port = free();
      var command = new ArrayList<>(List.of(upstream.toString(), Integer.toString(port)));
      command.addAll(pictures);
      peers.running.add(
          Peer.start(PeerKind.DIRECT.word(), port, peers.log(PeerKind.DIRECT), command, List.of()));
      for (PeerKind kind : PeerKind.values()) {
        peers.add(kind, port);
      }
      return peers;
    } catch (IOException | RuntimeException e) {
      peers.close();
      throw e;
    }
  }

  /** Those that can take such a load, the server last. */
  List<Peer> taking(Load load) {
    return running.stream().filter(peer -> PeerKind.of(peer.name()).takes(load)).toList();
  }

  /** The server. */
  Peer server() {
    return running.getLast();
  }

  private void add(PeerKind kind, int upstream) throws IOException, InterruptedException {
    if (!options.peers().contains(kind)) {
      return;
    }
    Path installed = options.directory().resolveSibling("peers");
    switch (kind) {
      case DIRECT -> {}
      case NGINX -> running.add(Nginx.start(options.directory(), free(), upstream));
      case SPRING -> {
        if (known(kind, Spring.installed(installed))) {
          running.add(Spring.start(installed, log(kind), free(), upstream));
        }
      }
      case PORTKEY -> {
        if (known(kind, Portkey.installed(installed))) {
          running.add(Portkey.start(installed, log(kind), free(), upstream));
        }
      }
      case OURS -> running.add(ours(free(), upstream));
    }
  }

  private static boolean known(PeerKind kind, boolean installed) {
    if (!installed) {
      System.err.println(
          kind.word() + " is not installed and left out: benchmarks/run peers installs it");
    }
    return installed;
  }

  private Peer ours(int port, int upstream) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("launcher/jvm", System.getProperty("java.home")));
    command.addAll(options.javaOptions());
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            RelayServer.class.getName(),
            Integer.toString(port),
            "http://127.0.0.1:" + upstream,
            data.path().toString()));
    Peer server =
        Peer.start(
            PeerKind.OURS.word(),
            port,
            log(PeerKind.OURS),
            command,
            List.of("authorization: Bearer " + RelayServer.KEY));
    try (var admin = new ServerClient(server)) {
      return server.with(List.of("authorization: Bearer " + admin.customerKey()));
    }
  }

  private Path log(PeerKind kind) {
    return options.directory().resolve(kind.word() + ".log");
  }

  private static int free() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws IOException {
    running.reversed().forEach(Peer::close);
    data.close();
  }
}
