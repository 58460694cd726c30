package dev.atelier.server.cluster;

import dev.atelier.server.endurance.RawHttp;
import dev.atelier.server.endurance.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One node: a data directory, the process that serves it, and its own line to the database. */
final class ClusterNode implements AutoCloseable {
  private static final List<String> SMALL =
      List.of(
          System.getProperty("cluster.jvm", "-XX:TieredStopAtLevel=1 -Xshare:auto -Xmx128m")
              .split(" "));
  private static final Duration STOP_MAX = Duration.ofSeconds(40);

  private final String name;
  private final Path directory;
  private final FaultyLine database;
  private final Map<String, String> environment;
  private volatile ServerProcess process;
  private volatile boolean draining;

  ClusterNode(String name, Path directory, FaultyLine database, Map<String, String> environment)
      throws IOException {
    this.name = name;
    this.directory = Files.createDirectories(directory.resolve(name));
    this.database = database;
    this.environment = environment;
    this.process = ServerProcess.serve(this.directory, SMALL, environment);
  }

  /** Answers, or cannot be connected to while it is dead. */
  RawHttp http() {
    return process.http();
  }

  ServerProcess process() {
    return process;
  }

  /** Its line to the database. */
  FaultyLine database() {
    return database;
  }

  /** What its processes are called in leases, as a pattern of SQL. */
  String leases() throws IOException {
    Path file = ServerProcess.data(directory).resolve("node-id");
    return "node-" + Files.readString(file).strip() + "/%";
  }

  /** {@code kill -9}; returns the ports of its connections to the database, as that sees them. */
  List<Integer> kill() throws InterruptedException {
    List<Integer> sessions = database.clientPorts();
    process.kill();
    return sessions;
  }

  /** SIGTERM; returns the exit code once it is gone. */
  int stop() throws InterruptedException {
    draining = true;
    process.terminate();
    return process.awaitExit(STOP_MAX);
  }

  /** Returns when it answers. */
  void start() throws IOException {
    process = ServerProcess.serve(directory, SMALL, environment);
    draining = false;
  }

  /** From SIGTERM until its next process answers. */
  boolean draining() {
    return draining;
  }

  String log() throws IOException {
    return process.log();
  }

  @Override
  public String toString() {
    return name;
  }

  @Override
  public void close() {
    process.close();
    database.close();
  }
}
