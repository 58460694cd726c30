package dev.atelier.benchmarks.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.atelier.server.AtelierServer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How long after a caller has left its upstream call ends, where the operator wants that: {@code
 * MeasureHangUps [ROUNDS]}. Callers close, reset or half-close their connection, on plain calls and
 * on streams; each is compared with one that hangs up on the upstream itself.
 */
final class MeasureHangUps {
  private static final int WARM_UP = 5;
  private static final double NANOS_PER_MILLI = 1e6;

  private MeasureHangUps() {}

  static void main(String[] words) throws Exception {
    int rounds = words.length > 0 ? Integer.parseInt(words[0]) : 50;
    Path base = Path.of(System.getProperty("benchmarks.directory", "target"));
    Files.createDirectories(base);
    Path data = Files.createTempDirectory(base, "hang-ups");
    try (var upstream = SilentUpstream.start();
        var server =
            BenchmarkServers.start(
                data,
                Map.of(
                    "client-gone",
                    "cancel",
                    "accounts",
                    BenchmarkServers.account(upstream.uri("/v1"))))) {
      System.out.println("the upstream's connection ends after its caller has left");
      for (Leave leave : Leave.values()) {
        print(leave + ", upstream itself", direct(upstream, leave, rounds));
        print(leave + ", plain call", through(server, upstream, leave, false, rounds));
        print(leave + ", stream", through(server, upstream, leave, true, rounds));
      }
    }
  }

  private static List<Double> through(
      AtelierServer server, SilentUpstream upstream, Leave leave, boolean stream, int rounds)
      throws IOException, InterruptedException {
    return measure(server.uri(), upstream, leave, stream, rounds);
  }

  private static List<Double> direct(SilentUpstream upstream, Leave leave, int rounds)
      throws IOException, InterruptedException {
    return measure(upstream.uri("/"), upstream, leave, false, rounds);
  }

  private static List<Double> measure(
      URI to, SilentUpstream upstream, Leave leave, boolean stream, int rounds)
      throws IOException, InterruptedException {
    var millis = new ArrayList<Double>();
    for (int round = 0; round < WARM_UP + rounds; round++) {
      try (var caller = new Socket(to.getHost(), to.getPort())) {
        caller.getOutputStream().write(order(stream));
        upstream.awaitCall();
        long left = System.nanoTime();
        leave.from(caller);
        double late = (upstream.ended() - left) / NANOS_PER_MILLI;
        if (round >= WARM_UP) {
          millis.add(late);
        }
      }
    }
    return millis.stream().sorted().toList();
  }

  private static byte[] order(boolean stream) {
    String json =
        "{\"model\":\"gpt-image-2\",\"prompt\":\"a fox\",\"size\":\"1024x640\",\"stream\":%s}"
            .formatted(stream);
    return ("POST /v1/images/generations HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n"
            + "Content-Type: application/json\r\nContent-Length: %s\r\n\r\n%s")
        .formatted(BenchmarkServers.KEY, json.length(), json)
        .getBytes(US_ASCII);
  }

  private static void print(String name, List<Double> millis) {
    System.out.printf(
        "%-32s p50 %7.2f ms   max %7.2f ms   n %d%n",
        name, millis.get(millis.size() / 2), millis.getLast(), millis.size());
  }

  /** How a caller leaves. */
  private enum Leave {
    CLOSE {
      @Override
      void from(Socket caller) throws IOException {
        caller.close();
      }
    },
    RESET {
      @Override
      void from(Socket caller) throws IOException {
        caller.setSoLinger(true, 0);
        caller.close();
      }
    },
    HALF_CLOSE {
      @Override
      void from(Socket caller) throws IOException {
        caller.shutdownOutput();
      }
    };

    abstract void from(Socket caller) throws IOException;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }
}
