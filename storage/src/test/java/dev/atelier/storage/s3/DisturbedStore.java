package dev.atelier.storage.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Stands before an object store on loopback, and misbehaves when it is told to. */
public final class DisturbedStore implements AutoCloseable {
  private static final Set<String> OWN =
      Set.of("host", "connection", "content-length", "expect", "upgrade", "transfer-encoding");
  private static final long SILENCE_SECONDS_MAX = 60;
  private static final int CHUNK = 3;

  /** What can go wrong with one request. */
  public enum Trouble {
    NONE,
    /** It is answered 503, and not carried out. */
    BUSY,
    /** It is never answered. */
    SILENT,
    /** The answer's body ends after a third of it. */
    CUT,
    /** The answer's body has other bytes. */
    CORRUPT,
    /** The answer says another checksum. */
    WRONG_SUM
  }

  private final URI store;
  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final ConcurrentLinkedQueue<Trouble> next = new ConcurrentLinkedQueue<>();
  private volatile Trouble all = Trouble.NONE;
  private volatile Predicate<String> which = _ -> true;
  private volatile Consumer<String> watcher = _ -> {};

  public DisturbedStore(S3Server store) throws IOException {
    this.store = store.endpoint();
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::serve);
    server.start();
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** All requests from now on are in this trouble. */
  public void all(Trouble trouble) {
    all = trouble;
  }

  /** The next ones are, one after another. */
  public void next(Trouble... troubles) {
    next.addAll(List.of(troubles));
  }

  /** Only requests like this are, by {@code METHOD path?query}. */
  public void only(Predicate<String> requests) {
    which = requests;
  }

  /** Is told of each request before it is carried out. */
  public void watch(Consumer<String> request) {
    watcher = request;
  }

  /** {@code METHOD path?query} of all that came so far, oldest first. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  public long count(String begin, String part) {
    return requests.stream().filter(one -> one.startsWith(begin) && one.contains(part)).count();
  }

  private void serve(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    requests.add(request);
    watcher.accept(request);
    Trouble trouble =
        which.test(request) ? Optional.ofNullable(next.poll()).orElse(all) : Trouble.NONE;
    try (exchange) {
      switch (trouble) {
        case BUSY -> answer(exchange, 503, error("SlowDown"));
        case SILENT -> {
          boolean _ = closed.await(SILENCE_SECONDS_MAX, TimeUnit.SECONDS);
        }
        case NONE, CUT, CORRUPT, WRONG_SUM -> forward(exchange, body, trouble);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void forward(HttpExchange exchange, byte[] body, Trouble trouble)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(store + exchange.getRequestURI().toString()))
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> {
          if (!OWN.contains(name.toLowerCase(java.util.Locale.ROOT))) {
            values.forEach(value -> request.header(name, value));
          }
        });
    HttpResponse<byte[]> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    answer
        .headers()
        .map()
        .forEach((name, values) -> {
          if (!OWN.contains(name) && !name.startsWith(":")) {
            exchange.getResponseHeaders().put(name, values);
          }
        });
    byte[] bytes = answer.body();
    switch (trouble) {
      case CORRUPT -> {
        for (int i = 0; i < bytes.length; i++) {
          bytes[i] ^= 1;
        }
      }
      case WRONG_SUM ->
          exchange.getResponseHeaders().set("x-amz-checksum-sha256", "A".repeat(43) + "=");
      case NONE, BUSY, SILENT, CUT -> {}
    }
    if (exchange.getRequestMethod().equals("HEAD")) {
      answer
          .headers()
          .firstValue("content-length")
          .ifPresent(length -> exchange.getResponseHeaders().set("Content-Length", length));
      exchange.sendResponseHeaders(answer.statusCode(), -1);
    } else if (trouble == Trouble.CUT) {
      exchange.sendResponseHeaders(answer.statusCode(), bytes.length);
      exchange.getResponseBody().write(bytes, 0, bytes.length / CHUNK);
      exchange.getResponseBody().flush();
    } else {
      answer(exchange, answer.statusCode(), bytes);
    }
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    boolean none = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, none ? -1 : body.length);
    if (!none) {
      exchange.getResponseBody().write(body);
    }
  }

  private static byte[] error(String code) {
    return "<?xml version=\"1.0\"?><Error><Code>%s</Code><Message>no</Message></Error>"
        .formatted(code)
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    client.shutdownNow();
  }
}
