package dev.atelier.webhook.dispatch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Receivers on loopback, each on a random port of its own. */
final class Receivers implements AutoCloseable {
  private final List<HttpServer> servers = new ArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch over = new CountDownLatch(1);

  URI start(HttpHandler handler) {
    try {
      var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(threads);
      server.createContext("/", handler);
      server.start();
      servers.add(server);
      return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Counts who has come, and lets nobody go before the test is over. */
  URI hanging(AtomicInteger hung) {
    return start(exchange -> {
      hung.incrementAndGet();
      try {
        over.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      exchange.close();
    });
  }

  /** Counts the requests, and answers them all the same way. */
  URI answering(int status, AtomicInteger requests) {
    return start(exchange -> {
      requests.incrementAndGet();
      answer(exchange, status);
    });
  }

  static void answer(HttpExchange exchange, int status) throws IOException {
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
