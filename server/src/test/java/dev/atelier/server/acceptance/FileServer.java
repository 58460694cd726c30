package dev.atelier.server.acceptance;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Somebody's web server on this machine, with a few files, and a list of who asked for what. */
record FileServer(HttpServer server, List<String> asked) implements AutoCloseable {

  static FileServer serving(Map<String, byte[]> files) throws IOException {
    var asked = new CopyOnWriteArrayList<String>();
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().getPath());
          byte[] file = files.get(exchange.getRequestURI().getPath());
          try (exchange) {
            if (file == null) {
              exchange.sendResponseHeaders(404, -1);
            } else {
              exchange.sendResponseHeaders(200, file.length);
              exchange.getResponseBody().write(file);
            }
          }
        });
    server.start();
    return new FileServer(server, asked);
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
