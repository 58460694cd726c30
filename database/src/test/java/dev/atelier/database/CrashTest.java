package dev.atelier.database;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process killed while it writes loses nothing that it acknowledged, and leaves no half. */
class CrashTest {
  @TempDir private Path directory;

  @Test
  void every_acknowledged_transaction_survives_a_kill() throws Exception {
    var acknowledged = new HashSet<String>();
    for (int instant : List.of(1, 40, 333, 1_000, 2_500)) {
      acknowledged.addAll(killedAfter(instant, acknowledged.size()));
      try (var database = open(directory)) {
        assertThat(ids(database, "SELECT id FROM note")).containsAll(acknowledged);
        assertThat(ids(database, "SELECT note AS id FROM tag"))
            .isEqualTo(ids(database, "SELECT id FROM note"));
      }
    }
  }

  @Test
  void a_data_directory_is_free_again_when_its_holder_is_killed() throws Exception {
    var child = start(0);
    try (var lines = child.inputReader()) {
      assertThat(lines.readLine()).isNotNull();
      assertThatThrownBy(() -> DataDirectory.lock(directory))
          .isInstanceOf(DataDirectoryInUseException.class)
          .hasMessageContaining(directory.toString())
          .hasMessageContaining("process " + child.pid());
      kill(child);
    } finally {
      child.destroyForcibly();
    }

    DataDirectory.lock(directory).close();
  }

  private Set<String> killedAfter(int acknowledgements, int from) throws Exception {
    var child = start(from);
    var seen = new HashSet<String>();
    try (var lines = child.inputReader()) {
      while (seen.size() < acknowledgements) {
        seen.add(acknowledgement(lines));
      }
      kill(child);
      lines.lines().filter(line -> line.endsWith(";")).forEach(seen::add);
    } finally {
      child.destroyForcibly();
    }
    return seen;
  }

  private static String acknowledgement(BufferedReader lines) throws IOException {
    var line = lines.readLine();
    assertThat(line).as("the child ended by itself").isNotNull();
    return line;
  }

  private static void kill(Process child) throws InterruptedException {
    var _ = child.toHandle().destroyForcibly(); // unlike Process, leaves its output readable
    assertThat(child.waitFor(20, SECONDS)).isTrue();
  }

  private Process start(int from) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xmx128m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            WritesUntilKilled.class.getName(),
            directory.toString(),
            Integer.toString(from))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  static SqliteDatabase open(Path directory) {
    return SqliteDatabase.open(
        directory.resolve("test.db"), DatabaseContract.LOCATIONS, SqliteOptions.DEFAULT);
  }

  private static Set<String> ids(Database database, String sql) {
    return new HashSet<>(database.read(tx -> tx.list(sql, row -> row.text("id"))));
  }
}
