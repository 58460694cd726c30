package dev.atelier.http.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A server with TLS that speaks HTTP/1.1 alone, and answers with what it is asked. */
final class SecureHttp1 implements AutoCloseable {
  private final Server server = new Server(new QueuedThreadPool(16, 1));
  private final ServerConnector connector;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger handshakes = new AtomicInteger();

  private SecureHttp1(TestKey key, String... protocols) {
    connector =
        new ServerConnector(
            server,
            1,
            1,
            new SslConnectionFactory(key.server(protocols), "http/1.1"),
            new HttpConnectionFactory());
    connector.setHost("127.0.0.1");
    connector.addBean(new Handshakes());
    server.addConnector(connector);
    server.setHandler(new Echo());
  }

  /**
   * @param protocols what it offers by ALPN; none of it if empty
   */
  static SecureHttp1 start(TestKey key, String... protocols) throws Exception {
    var started = new SecureHttp1(key, protocols);
    started.server.start();
    return started;
  }

  URI uri() {
    return URI.create("https://localhost:" + connector.getLocalPort());
  }

  int requests() {
    return requests.get();
  }

  int handshakes() {
    return handshakes.get();
  }

  @Override
  public void close() throws Exception {
    server.stop();
  }

  private final class Handshakes implements SslHandshakeListener {
    @Override
    public void handshakeSucceeded(Event event) {
      handshakes.incrementAndGet();
    }
  }

  private final class Echo extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      requests.incrementAndGet();
      String version = request.getConnectionMetaData().getHttpVersion().asString();
      String body = Content.Source.asString(request, UTF_8);
      Content.Sink.write(
          response, true, request.getMethod() + " " + version + " " + body, callback);
      return true;
    }
  }
}
