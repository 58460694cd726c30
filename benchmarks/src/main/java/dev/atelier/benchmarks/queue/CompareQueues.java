package dev.atelier.benchmarks.queue;

import dev.atelier.benchmarks.scratch.ScratchDirectory;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Our queue on PostgreSQL and on SQLite beside db-scheduler and pg-boss on the same server, in
 * turn: {@code CompareQueues [ROUNDS [JOBS [SUBMITTERS [PICK-UPS]]]]}. Each is a process of its
 * own; what is not installed is named and left out.
 */
final class CompareQueues {
  private static final int MINUTES_MAX = 15;

  private static final String OURS = "ours";

  /** The jobs of as many tenants, who get their turns; the others know no tenants. */
  private static final String SHARED = "ours, " + QueueBacklog.MANY_TENANTS + " tenants";

  private static final String SQLITE = "ours on SQLite";

  private final Path peers;
  private final EmbeddedPostgres server;
  private final List<String> counts;
  private final Map<String, List<QueueFigures>> measured = new LinkedHashMap<>();
  private int databases;

  private CompareQueues(Path peers, EmbeddedPostgres server, List<String> counts) {
    this.peers = peers;
    this.server = server;
    this.counts = List.copyOf(counts);
  }

  static void main(String[] words) throws IOException, InterruptedException {
    int rounds = words.length > 0 ? Integer.parseInt(words[0]) : 3;
    List<String> counts =
        List.of(word(words, 1, "40000"), word(words, 2, "128"), word(words, 3, "200"));
    Path peers = Path.of(System.getProperty("benchmarks.directory", "target"), "peers");
    try (var scratch = ScratchDirectory.create("queues");
        EmbeddedPostgres server = BenchmarkStore.server(scratch)) {
      new CompareQueues(peers.toAbsolutePath(), server, counts).run(rounds);
    }
  }

  private static String word(String[] words, int index, String usual) {
    return words.length > index ? words[index] : usual;
  }

  private void run(int rounds) throws IOException, InterruptedException {
    IO.println("jobs, submitters, pick-ups: " + String.join(", ", counts));
    List<String> order = new ArrayList<>(List.of(OURS, SHARED, SQLITE, "db-scheduler", "pg-boss"));
    order.forEach(name -> measured.put(name, new ArrayList<>()));
    for (int round = 0; round < rounds; round++) {
      for (String name : order) {
        measure(name);
      }
      Collections.rotate(order, 1);
    }
    IO.println(QueueFigures.table(measured));
  }

  private void measure(String name) throws IOException, InterruptedException {
    List<String> command = command(name);
    if (command.isEmpty()) {
      IO.println(name + " is not installed");
      return;
    }
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try {
      if (!process.waitFor(MINUTES_MAX, TimeUnit.MINUTES)) {
        throw new IllegalStateException(name + " does not end");
      }
      String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      QueueFigures figures = QueueFigures.parse(told);
      IO.println(name + ": " + told.strip());
      measured.computeIfAbsent(name, _ -> new ArrayList<>()).add(figures);
    } finally {
      process.destroyForcibly();
    }
  }

  /** Empty where it is not installed. */
  private List<String> command(String name) throws IOException {
    Path dbScheduler = peers.resolve("db-scheduler");
    Path pgBoss = peers.resolve("pg-boss");
    return switch (name) {
      case OURS -> ours(database(), 1);
      case SHARED -> ours(database(), QueueBacklog.MANY_TENANTS);
      case SQLITE -> ours("sqlite", 1);
      case "db-scheduler" ->
          Files.isDirectory(dbScheduler.resolve("libraries"))
              ? java(
                  dbScheduler + "/classes:" + dbScheduler + "/libraries/*",
                  "peer.DbSchedulerQueue",
                  database())
              : List.of();
      default ->
          Files.isDirectory(pgBoss.resolve("node_modules"))
              ? with(
                  Stream.of("node", pgBoss.resolve("queue.mjs").toString()),
                  database().replace("jdbc:postgresql://", "postgres://postgres@"))
              : List.of();
    };
  }

  private List<String> ours(String store, int tenants) {
    List<String> command = java(System.getProperty("java.class.path"), "queue.MeasureQueue", store);
    return Stream.concat(command.stream(), Stream.of(Integer.toString(tenants))).toList();
  }

  private List<String> java(String classes, String type, String store) {
    return with(
        Stream.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx1g",
            "-Dbenchmarks.directory=" + System.getProperty("benchmarks.directory", "target"),
            "-cp",
            classes,
            "dev.atelier.benchmarks." + type),
        store);
  }

  private List<String> with(Stream<String> program, String store) {
    return Stream.concat(program, Stream.concat(Stream.of(store), counts.stream())).toList();
  }

  /** The URL of an empty database. */
  private String database() throws IOException {
    databases++;
    String name = "queue_" + databases;
    try (var connection = server.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException failure) {
      throw new IOException(failure);
    }
    return BenchmarkStore.url(server.getPort(), name);
  }
}
