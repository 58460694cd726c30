package dev.atelier.http.upstream;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.HTTP2ClientConnectionFactory;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ClientConnectionFactory;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.Transport;
import org.eclipse.jetty.io.ssl.SslConnection.SslEndPoint;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;

/**
 * Opens connections with Jetty's HTTP/2 below its own pool, where it has no requests to repeat or
 * to redirect: only frames, streams and windows.
 */
final class Http2Connector implements AutoCloseable {
  private static final int THREADS_MAX = 16;
  private static final int HEADER_BYTES_MAX = 32 << 10;

  /** What may come of one answer before its caller reads; of all answers on a connection. */
  private static final int STREAM_WINDOW = 512 << 10;

  private static final int CONNECTION_WINDOW = STREAM_WINDOW * Http2Connection.CALLS_MAX;

  /** Two frames at a time. */
  private static final int READ_BYTES = 32 << 10;

  private static final int BLOCK_BYTES_MAX = 64 << 10;
  private static final int POOL_BUCKET = 2048;
  private static final long POOL_BYTES_MAX = 16L << 20;

  /** Callers have shorter ones of their own; this ends what they left. */
  private static final Duration CONNECT = Duration.ofSeconds(30);

  private static final String PROTOCOL = "h2";

  private final Duration idle;
  private final HTTP2Client client;
  private final SslContextFactory.Client tls = new SslContextFactory.Client();

  /**
   * @param idle how long a connection without calls stays open
   */
  Http2Connector(Duration idle) {
    this.idle = idle;
    client = client(tls);
    try {
      client.start();
    } catch (Exception e) {
      throw new IllegalStateException("the HTTP/2 client did not start", e);
    }
  }

  private static HTTP2Client client(SslContextFactory.Client tls) {
    var threads = new QueuedThreadPool(THREADS_MAX, 1);
    threads.setName("upstream-http2");
    threads.setDaemon(true);
    var connector = new ClientConnector();
    connector.setExecutor(threads);
    connector.setScheduler(new ScheduledExecutorScheduler("upstream-http2-times", true));
    connector.setSslContextFactory(tls);
    connector.setConnectTimeout(CONNECT);
    connector.setIdleTimeout(CONNECT);
    connector.setByteBufferPool(
        new ArrayByteBufferPool(
            0, -1, BLOCK_BYTES_MAX, POOL_BUCKET, POOL_BYTES_MAX, POOL_BYTES_MAX));
    var client = new HTTP2Client(connector);
    client.addEventListener(new FrameWatch());
    client.setFlowControlStrategyFactory(StreamWindows::new);
    client.setInitialStreamRecvWindow(STREAM_WINDOW);
    client.setInitialSessionRecvWindow(CONNECTION_WINDOW);
    client.setInputBufferSize(READ_BYTES);
    client.setMaxRequestHeadersSize(HEADER_BYTES_MAX);
    client.setMaxResponseHeadersSize(HEADER_BYTES_MAX);
    // Offered so that a server without HTTP/2 says so by choosing the other.
    client.setApplicationProtocols(List.of(PROTOCOL, "http/1.1"));
    return client;
  }

  /**
   * Opens one to any address of the host.
   *
   * @param until by {@link System#nanoTime}
   */
  Http2Connection connect(Http2Origin origin, Http2Connections pool, long until)
      throws IOException {
    InetAddress[] addresses = InetAddress.getAllByName(origin.host());
    for (int i = 0; ; i++) {
      int left = addresses.length - i;
      long now = System.nanoTime();
      try {
        var address = new InetSocketAddress(addresses[i], origin.port());
        return connect(origin, address, pool, now + (until - now) / left);
      } catch (IOException e) {
        if (left == 1 || Thread.currentThread().isInterrupted()) {
          throw e;
        }
      }
    }
  }

  private Http2Connection connect(
      Http2Origin origin, InetSocketAddress address, Http2Connections pool, long until)
      throws IOException {
    var connection = new Http2Connection(origin, pool, idle);
    Map<String, Object> context = new ConcurrentHashMap<>();
    context.put(
        ClientConnectionFactory.CONTEXT_KEY, (ClientConnectionFactory) Http2Connector::open);
    client.connect(
        Transport.TCP_IP,
        origin.secure() ? tls : null,
        address,
        connection,
        Promise.from(_ -> {}, connection::fail),
        context);
    try {
      return Awaited.result(connection.ready(), until);
    } catch (IOException e) {
      connection.abandon();
      throw e;
    }
  }

  private static Connection open(EndPoint endPoint, Map<String, Object> context)
      throws IOException {
    Object chosen = context.get(ClientConnector.APPLICATION_PROTOCOL_CONTEXT_KEY);
    if (endPoint instanceof SslEndPoint && !PROTOCOL.equals(chosen)) {
      throw new Http1ChosenException(chosen);
    }
    return new HTTP2ClientConnectionFactory().newConnection(endPoint, context);
  }

  @Override
  public void close() {
    try {
      client.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the HTTP/2 client did not stop", e);
    }
  }
}
