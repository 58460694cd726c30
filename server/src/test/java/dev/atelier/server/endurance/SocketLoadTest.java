package dev.atelier.server.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Many WebSocket connections with tasks at once, in little memory. */
@Isolated("its figures are of a machine that does nothing else")
@Timeout(300)
class SocketLoadTest {
  private static final int CONNECTIONS = 200;
  private static final int TASKS = 3;
  private static final int CUT = 4;
  private static final int RESIDENT_MEBIBYTES_MAX = 400;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  @Test
  void two_hundred_connections_with_three_tasks_each_stay_apart_in_little_memory()
      throws Exception {
    try (var server =
            ServerProcess.start(directory, ProviderKind.PAID, List.of("-Xmx256m"), Map.of());
        var http = HttpClient.newHttpClient()) {
      var sockets = new ArrayList<TaskSocket>();
      var sessions = new ArrayList<String>();
      var asked = new ArrayList<Set<String>>();
      long begun = System.nanoTime();
      for (int i = 0; i < CONNECTIONS; i++) {
        TaskSocket socket = TaskSocket.open(http, server.uri());
        sockets.add(socket);
        sessions.add(socket.authenticate(ServerProcess.KEY, ""));
        asked.add(order(socket, i));
      }
      for (TaskSocket socket : sockets) {
        socket.ping(); // behind its answer all tasks were read
      }
      for (int i = 0; i < CONNECTIONS; i++) {
        TaskSocket socket = sockets.get(i);
        if (i % CUT == 0) {
          var missing = new HashSet<>(asked.get(i));
          missing.removeAll(socket.cut());
          TaskSocket again = TaskSocket.open(http, server.uri());
          assertThat(again.authenticate(ServerProcess.KEY, sessions.get(i)))
              .isEqualTo(sessions.get(i));
          // a result that was read just before the cut, unconfirmed, comes again
          assertThat(asked.get(i)).containsAll(again.done(missing));
        } else {
          socket.ping();
          assertThat(socket.done(asked.get(i))).isEqualTo(asked.get(i));
        }
      }
      System.out.printf(
          "%d tasks on %d connections: %d ms; resident %d MiB, %d ms of processor time%n",
          CONNECTIONS * TASKS,
          CONNECTIONS,
          (System.nanoTime() - begun) / 1_000_000,
          server.residentMaxMebibytes(),
          server.processorTime().toMillis());
      assertThat(server.residentMaxMebibytes()).isLessThanOrEqualTo(RESIDENT_MEBIBYTES_MAX);
    }
  }

  /** Two by link, and one of 2 MB in the answer itself. */
  private static Set<String> order(TaskSocket socket, int number) {
    var uuids = new HashSet<String>();
    for (int k = 0; k < TASKS; k++) {
      String uuid = UUID.randomUUID().toString();
      boolean inline = k == 0;
      socket.send(
          """
          {"taskType":"imageInference","taskUUID":"%s","model":"tests:tiny-1@1","outputFormat":"PNG",\
          "positivePrompt":"%d delay=1500","width":%d,"height":%d,"outputType":"%s"}\
          """
              .formatted(
                  uuid,
                  number,
                  inline ? 832 : 64,
                  inline ? 832 : 64,
                  inline ? "base64Data" : "URL"));
      uuids.add(uuid);
    }
    return uuids;
  }
}
