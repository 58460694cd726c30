package dev.atelier.benchmarks.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Receivers on loopback, each on a port of its own. */
final class Receivers implements AutoCloseable {
  private final List<HttpServer> servers = new ArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch over = new CountDownLatch(1);

  /** One that takes every message at once, and tells whose it is. */
  URI healthy(Consumer<String> arrived) throws IOException {
    return start(exchange -> {
      arrived.accept(exchange.getRequestHeaders().getFirst("webhook-id"));
      answer(exchange, 204);
    });
  }

  /** One that never answers. */
  URI hanging() throws IOException {
    return start(exchange -> {
      try {
        over.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      exchange.close();
    });
  }

  URI answering(int status) throws IOException {
    return start(exchange -> answer(exchange, status));
  }

  /** One that sends everybody to another. */
  URI redirecting(URI target) throws IOException {
    return start(exchange -> {
      exchange.getResponseHeaders().set("Location", target.toString());
      answer(exchange, 307);
    });
  }

  private URI start(HttpHandler handler) throws IOException {
    var server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_024);
    server.setExecutor(threads);
    server.createContext("/", handler);
    server.start();
    servers.add(server);
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  private static void answer(HttpExchange exchange, int status) throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  @Override
  public void close() {
    over.countDown();
    servers.forEach(server -> server.stop(0));
    threads.shutdownNow();
  }
}
