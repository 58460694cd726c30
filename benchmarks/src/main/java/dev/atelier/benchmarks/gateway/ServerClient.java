package dev.atelier.benchmarks.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** What has to be asked of the measured server around a load: jobs to look at, an empty queue. */
final class ServerClient implements AutoCloseable {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(30);
  private static final Duration WORK_MAX = Duration.ofMinutes(5);
  private static final int PAUSE_MILLIS = 50;

  private final Peer server;
  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicLong held = new AtomicLong();

  ServerClient(Peer server) {
    this.server = server;
  }

  /** A new key such as customers have: an operator is told more of each job. */
  String customerKey() throws IOException, InterruptedException {
    HttpResponse<byte[]> made =
        answer(Request.post("/api/v1/tenants/default/keys", "{\"label\":\"benchmark\"}"));
    return JsonMapper.shared().readTree(made.body()).get("secret").stringValue();
  }

  /** The word that holds back the call of every job that has it, until {@link #release}. */
  String hold() {
    return Gate.held(held.incrementAndGet());
  }

  /** Lets all calls go on. */
  void release() throws IOException {
    var lines = server.process().outputWriter();
    lines.write(held.get() + "\n");
    lines.flush();
  }

  /** Submits one job and returns the question how it stands. */
  Request submitted(AsyncApi api, String prompt) throws IOException, InterruptedException {
    String task = UUID.randomUUID().toString();
    Request order = api.submit(prompt);
    String body = order.body().replace(Request.OWN_ID, task);
    HttpResponse<byte[]> answer =
        answer(new Request(order.method(), order.path(), body, order.headers()));
    String job = answer.headers().firstValue("x-atelier-job").orElseThrow();
    return api.poll(job, task);
  }

  /** How long the body of an answer is; refusals are failures. */
  int answerBytes(Request request) throws IOException, InterruptedException {
    return answer(request).body().length;
  }

  /** Waits until no job is left to be made. */
  void awaitIdle() throws IOException, InterruptedException {
    long end = System.nanoTime() + WORK_MAX.toNanos();
    while (busy()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("the jobs are not done within " + WORK_MAX);
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private boolean busy() throws IOException, InterruptedException {
    for (String state : List.of("queued", "running")) {
      var jobs = answer(Request.get("/api/v1/jobs?limit=1&state=" + state));
      if (new String(jobs.body(), UTF_8).contains("\"id\"")) {
        return true;
      }
    }
    return false;
  }

  private HttpResponse<byte[]> answer(Request request) throws IOException, InterruptedException {
    var builder =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + request.path()))
            .timeout(ANSWER_MAX)
            .header("content-type", "application/json");
    Stream.concat(server.headers().stream(), request.headers().stream())
        .map(line -> line.split(": ", 2))
        .forEach(pair -> builder.header(pair[0], pair[1]));
    builder.method(
        request.method(),
        request.body().isEmpty()
            ? BodyPublishers.noBody()
            : BodyPublishers.ofString(request.body()));
    HttpResponse<byte[]> answer = http.send(builder.build(), BodyHandlers.ofByteArray());
    if (answer.statusCode() / 100 != 2) {
      throw new UncheckedIOException(
          new IOException(
              request.path()
                  + " answered "
                  + answer.statusCode()
                  + ": "
                  + new String(answer.body(), UTF_8)));
    }
    return answer;
  }

  @Override
  public void close() {
    http.close();
  }
}
