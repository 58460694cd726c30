package dev.atelier.benchmarks.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A running process that answers on a loopback port.
 *
 * @param headers what a request to it must carry
 */
record Peer(String name, int port, Process process, List<String> headers) implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofSeconds(60);

  Peer {
    headers = List.copyOf(headers);
  }

  /** Starts a command and waits until its port is open; its output goes to a file. */
  static Peer start(String name, int port, Path log, List<String> command, List<String> headers)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(process::destroy));
    var peer = new Peer(name, port, process, headers);
    long end = System.nanoTime() + START_MAX.toNanos();
    while (!peer.open()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        process.destroy();
        throw new IllegalStateException(name + " did not start, see " + log);
      }
      Thread.sleep(20);
    }
    return peer;
  }

  /** The same, asked with other headers. */
  Peer with(List<String> others) {
    return new Peer(name, port, process, others);
  }

  /** Whether it is the server itself. */
  boolean server() {
    return name.equals(PeerKind.OURS.word());
  }

  double cpuSeconds() throws IOException {
    return Proc.cpuSeconds(process.toHandle());
  }

  void clearPeak() throws IOException {
    Proc.clearPeak(process.toHandle());
  }

  double peakMegabytes() throws IOException {
    return Proc.peakMegabytes(process.toHandle());
  }

  private boolean open() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("interrupted while " + name + " ended", e));
    }
  }
}
