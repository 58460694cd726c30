package dev.atelier.api;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A client's own server, which is called: answers 200, or what it was told to answer next. */
public final class Receiver implements AutoCloseable {
  private final HttpServer server;
  private final Deque<Integer> answers = new ArrayDeque<>();
  private final List<Received> received = new ArrayList<>();

  public Receiver(Integer... next) throws IOException {
    answers.addAll(List.of(next));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(
              take(
                  new Received(
                      exchange.getRequestMethod(),
                      exchange.getRequestURI().toString(),
                      exchange.getRequestHeaders().getFirst("Content-Type"),
                      body)),
              -1);
          exchange.close();
        });
    server.start();
  }

  public String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  public synchronized List<Received> received() {
    return List.copyOf(received);
  }

  private synchronized int take(Received one) {
    received.add(one);
    return answers.isEmpty() ? 200 : answers.poll();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  /** One request. */
  public record Received(String method, String target, String mediaType, String body) {}
}
