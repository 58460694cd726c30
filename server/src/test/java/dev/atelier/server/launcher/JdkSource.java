package dev.atelier.server.launcher;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers as Adoptium's API does, with an archive of its own. */
final class JdkSource implements AutoCloseable {
  private final HttpServer server;
  private final byte[] archive;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile String link;
  private volatile int cutAt = Integer.MAX_VALUE;

  private JdkSource(HttpServer server, byte[] archive) {
    this.server = server;
    this.archive = archive;
    this.link = uri() + "/jdk.tar.gz";
  }

  /**
   * @param sum what it says that the archive's SHA-256 is
   */
  static JdkSource of(byte[] archive, String sum) throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var source = new JdkSource(HttpServer.create(address, 0), archive);
    source.server.createContext(
        "/v3/assets/latest/25/hotspot",
        exchange ->
            source.answer(exchange, source.description(sum).getBytes(StandardCharsets.UTF_8)));
    source.server.createContext("/jdk.tar.gz", source::send);
    source.server.start();
    return source;
  }

  String uri() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Where it says that the archive is. */
  void link(String elsewhere) {
    link = elsewhere;
  }

  /** From now on an answer ends after so many bytes of the archive. */
  void cutAt(int bytes) {
    cutAt = bytes;
  }

  /** What was asked for: the path and, where a part was, its range. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  private String description(String sum) {
    return """
    [
        {
            "binary": {
                "architecture": "x64",
                "image_type": "jdk",
                "package": {
                    "checksum": "%s",
                    "checksum_link": "https://example.org/jdk.tar.gz.sha256.txt",
                    "link": "%s",
                    "name": "jdk.tar.gz",
                    "size": %d
                }
            },
            "release_link": "https://example.org/releases",
            "release_name": "jdk-25.0.1+8"
        }
    ]
    """
        .formatted(sum, link, archive.length);
  }

  private void answer(HttpExchange exchange, byte[] body) throws IOException {
    try (exchange) {
      asked.add(exchange.getRequestURI().getPath());
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private void send(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    asked.add("/jdk.tar.gz" + (range == null ? "" : " " + range));
    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
    if (range != null) {
      exchange
          .getResponseHeaders()
          .set(
              "Content-Range",
              "bytes %d-%d/%d".formatted(from, archive.length - 1, archive.length));
    }
    exchange.sendResponseHeaders(range == null ? 200 : 206, archive.length - from);
    exchange.getResponseBody().write(archive, from, Math.min(archive.length, cutAt) - from);
    exchange.getResponseBody().flush();
    if (cutAt < archive.length) {
      throw new IOException("cut off"); // closes the connection
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
