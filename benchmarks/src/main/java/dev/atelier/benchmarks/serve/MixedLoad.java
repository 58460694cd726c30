package dev.atelier.benchmarks.serve;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Callers of several APIs at once, over and over until closed: some wait, some poll, some are
 * refused, some leave in the middle.
 */
final class MixedLoad implements AutoCloseable {
  private static final int THREADS = 6;
  private static final int FAILURES_MAX = 20;
  private static final int END_SECONDS_MAX = 60;
  private static final int POLL_MILLIS = 100;
  private static final Duration ANSWER_MAX = Duration.ofSeconds(60);
  private static final Duration LEAVES_AFTER = Duration.ofMillis(20);

  private final URI server;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final AtomicLong turns = new AtomicLong();
  private final AtomicLong answered = new AtomicLong();
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
  private volatile boolean ended;

  MixedLoad(URI server) {
    this.server = server;
    for (int i = 0; i < THREADS; i++) {
      threads.execute(this::call);
    }
  }

  /** Orders that came to their end so far. */
  long requests() {
    return answered.get();
  }

  /** What was not answered as it should be, in words; the first few. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  private void call() {
    Caller[] callers = Caller.all();
    while (!ended) {
      long turn = turns.getAndIncrement();
      try {
        int kind = (int) (turn % (callers.length + 2));
        if (kind < callers.length) {
          order(callers[kind], turn);
        } else if (kind == callers.length) {
          leave(callers[0], turn);
        } else {
          connect();
        }
        answered.incrementAndGet();
      } catch (IOException | RuntimeException e) {
        failed(e.toString());
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void order(Caller caller, long turn) throws IOException, InterruptedException {
    HttpResponse<String> answer = http.send(request(caller, turn), BodyHandlers.ofString());
    if (answer.statusCode() != caller.status()) {
      failed(caller.path() + " answered " + answer.statusCode() + ": " + start(answer.body()));
    } else if (!caller.poll().isEmpty()) {
      String job = answer.headers().firstValue("x-atelier-job").orElseThrow();
      URI poll = server.resolve(caller.poll().formatted(job));
      await(HttpRequest.newBuilder(poll), caller);
    }
  }

  private void await(HttpRequest.Builder poll, Caller caller)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + ANSWER_MAX.toNanos();
    HttpRequest request = authorized(poll).build();
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    while (!caller.ended().matcher(answer.body()).find()) {
      if (answer.statusCode() >= 400 || System.nanoTime() > end) {
        failed(request.uri() + " answered " + answer.statusCode() + ": " + start(answer.body()));
        return;
      }
      Thread.sleep(POLL_MILLIS);
      answer = http.send(request, BodyHandlers.ofString());
    }
  }

  /** Sends an order and is gone before its picture is made. */
  private void leave(Caller caller, long turn) throws InterruptedException {
    var answer = http.sendAsync(request(caller, turn), BodyHandlers.discarding());
    Thread.sleep(LEAVES_AFTER);
    answer.cancel(true);
  }

  /** Opens a WebSocket and breaks off without a word. */
  private void connect() {
    URI address = URI.create("ws://" + server.getAuthority() + "/runware/v1");
    WebSocket socket =
        http.newWebSocketBuilder().buildAsync(address, new WebSocket.Listener() {}).join();
    socket
        .sendText(
            "[{\"taskType\":\"authentication\",\"apiKey\":\"" + ServeProcess.KEY + "\"}]", true)
        .join();
    socket.abort();
  }

  private HttpRequest request(Caller caller, long turn) {
    String body = caller.order().formatted("a fox, " + turn, UUID.randomUUID());
    return authorized(HttpRequest.newBuilder(server.resolve(caller.path())))
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private static HttpRequest.Builder authorized(HttpRequest.Builder request) {
    return request.header("Authorization", "Bearer " + ServeProcess.KEY).timeout(ANSWER_MAX);
  }

  private void failed(String what) {
    if (failures.size() < FAILURES_MAX) {
      failures.add(what);
    }
  }

  private static String start(String text) {
    return text.substring(0, Math.min(300, text.length()));
  }

  @Override
  public void close() {
    ended = true;
    threads.shutdown();
    try {
      if (!threads.awaitTermination(END_SECONDS_MAX, TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    http.shutdownNow();
  }
}
