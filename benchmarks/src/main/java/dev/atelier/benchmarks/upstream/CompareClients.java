package dev.atelier.benchmarks.upstream;

import com.sun.management.OperatingSystemMXBean;
import dev.atelier.http.upstream.HttpVersion;
import dev.atelier.http.upstream.UpstreamBody;
import dev.atelier.http.upstream.UpstreamClient;
import dev.atelier.http.upstream.UpstreamRequest;
import dev.atelier.http.upstream.UpstreamTimeouts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Processor time that one call with an answer of 2 MB takes in clients of upstreams, four calls at
 * once, in turn, round after round. The server is another process.
 */
final class CompareClients {
  private static final int ROUNDS = 5;
  private static final int CALLS = 400;
  private static final int AT_ONCE = 4;
  private static final String ORDER = "{\"prompt\":\"a red fox\",\"size\":\"1024x1024\"}";

  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private CompareClients() {}

  static void main() throws Exception {
    Process server = server();
    try (BufferedReader said = server.inputReader();
        var ours = new UpstreamClient();
        HttpClient one = client(HttpClient.Version.HTTP_1_1);
        HttpClient two = client(HttpClient.Version.HTTP_2)) {
      URI uri = URI.create("http://127.0.0.1:" + said.readLine() + "/v1/images/generations");
      var clients = new LinkedHashMap<String, Client>();
      clients.put("UpstreamClient, HTTP/1.1", () -> ours(ours, uri, HttpVersion.HTTP_1_1));
      clients.put("UpstreamClient, HTTP/2", () -> ours(ours, uri, HttpVersion.HTTP_2));
      clients.put("java.net.http, HTTP/1.1", () -> jdk(one, uri));
      clients.put("java.net.http, HTTP/2", () -> jdk(two, uri));
      new CompareClients().run(clients);
    } finally {
      server.destroy();
    }
  }

  private void run(Map<String, Client> clients) throws Exception {
    for (Client client : clients.values()) {
      micros(client); // warms up
    }
    IO.println("| round | " + String.join(" | ", clients.keySet()) + " |");
    IO.println("|---".repeat(clients.size() + 1) + "|");
    for (int round = 1; round <= ROUNDS; round++) {
      var line = new StringBuilder("| " + round);
      double first = 0;
      for (Client client : clients.values()) {
        double micros = micros(client);
        first = first == 0 ? micros : first;
        line.append(" | %.0f µs (%.2f)".formatted(micros, micros / first));
      }
      IO.println(line.append(" |"));
    }
  }

  /** Of the whole process, for one call. */
  private double micros(Client client) throws Exception {
    long before = system.getProcessCpuTime();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new Future<?>[AT_ONCE];
      for (int i = 0; i < AT_ONCE; i++) {
        running[i] =
            callers.submit(() -> {
              for (int call = 0; call < CALLS / AT_ONCE; call++) {
                client.call();
              }
              return null;
            });
      }
      for (Future<?> one : running) {
        one.get();
      }
    }
    return (system.getProcessCpuTime() - before) / 1e3 / CALLS;
  }

  private static void ours(UpstreamClient client, URI uri, HttpVersion version) throws IOException {
    client.call(
        UpstreamRequest.post(uri, UpstreamBody.json(ORDER)).over(version),
        UpstreamTimeouts.untilMade(Duration.ofMinutes(1)),
        response -> {
          requireWhole(response.body());
          return true;
        });
  }

  private static void jdk(HttpClient client, URI uri) throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        client.send(
            HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString(ORDER)).build(),
            HttpResponse.BodyHandlers.ofInputStream());
    requireWhole(response.body());
  }

  private static void requireWhole(InputStream body) throws IOException {
    try (body) {
      var buffer = new byte[16 << 10];
      long bytes = 0;
      for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
        bytes += read;
      }
      if (bytes < AnswerServer.BYTES) {
        throw new IOException("the answer ended after " + bytes + " bytes");
      }
    }
  }

  private static HttpClient client(HttpClient.Version version) {
    return HttpClient.newBuilder()
        .version(version)
        .executor(Executors.newVirtualThreadPerTaskExecutor())
        .build();
  }

  private static Process server() throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElse("java"),
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            AnswerServer.class.getName())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Makes one call. */
  @FunctionalInterface
  private interface Client {
    void call() throws Exception;
  }
}
