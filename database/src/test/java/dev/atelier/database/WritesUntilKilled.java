package dev.atelier.database;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.Executors;

/** A process that writes from many threads, prints what is acknowledged, and never ends. */
final class WritesUntilKilled {
  private static final int THREADS = 16;

  private WritesUntilKilled() {}

  static void main(String[] args) {
    var directory = Path.of(args[0]);
    var held = DataDirectory.lock(directory);
    try (var database = CrashTest.open(held.path());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < THREADS; i++) {
        var _ = threads.submit(() -> writeForEver(database, System.out));
      }
    }
  }

  private static void writeForEver(Database database, PrintStream out) {
    while (true) {
      var id = UUID.randomUUID() + ";";
      database.write(tx -> {
        tx.update("INSERT INTO note (id, body) VALUES (?, ?)", id, "x".repeat(500));
        return tx.update("INSERT INTO tag (note, name) VALUES (?, ?)", id, "t");
      });
      out.println(id);
    }
  }
}
