package dev.atelier.server.cluster;

import dev.atelier.server.endurance.Rows;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A PostgreSQL server that waits for its disk, and that can be stopped without a goodbye. */
final class ClusterDatabase implements AutoCloseable {
  private static final int STOP_SECONDS_MAX = 60;

  private final Path data;
  private final int port;
  private EmbeddedPostgres running;

  private ClusterDatabase(Path data, int port) throws IOException {
    this.data = data;
    this.port = port;
    this.running = run();
  }

  static ClusterDatabase start(Path directory) throws IOException {
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = free.getLocalPort();
      free.close();
      return new ClusterDatabase(directory.resolve("postgresql"), port);
    }
  }

  int port() {
    return port;
  }

  Rows rows() {
    return new Rows("jdbc:postgresql://localhost:" + port + "/postgres?user=postgres");
  }

  /** Every session ends at once, and nothing is written down: the next start replays the log. */
  void stopAtOnce() throws Exception {
    long pid =
        Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip());
    int sent = new ProcessBuilder("kill", "-QUIT", Long.toString(pid)).start().waitFor();
    if (sent != 0) {
      throw new IOException("PostgreSQL is not there to be stopped");
    }
    ProcessHandle.of(pid)
        .ifPresent(server -> server.onExit().orTimeout(STOP_SECONDS_MAX, TimeUnit.SECONDS).join());
    release();
  }

  /** Starts it again on the same files and port. */
  void startAgain() throws IOException {
    running = run();
  }

  /** It has ended; what is left is its lock. */
  private void release() {
    try {
      running.close();
    } catch (IOException | RuntimeException e) {
      // there is no server to be stopped any more
    }
  }

  private EmbeddedPostgres run() throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setPort(port)
        .setServerConfig("fsync", "on")
        .setServerConfig("full_page_writes", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("max_connections", "100")
        .setServerConfig("shared_buffers", "64MB")
        .setPGStartupWait(Duration.ofSeconds(60))
        .start();
  }

  @Override
  public void close() throws IOException {
    running.close();
  }
}
