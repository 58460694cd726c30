package dev.atelier.http.server;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** How Jetty is set up: small buffers, few platform threads, strict parsing. */
final class JettyServer {
  private static final int POOL_BUCKET = 2048;
  private static final int BUFFER_BYTES = 8 << 10;

  /** Every caller that waits for an answer keeps one. */
  private static final int INPUT_BUFFER_BYTES = 4 << 10;

  private static final int BLOCK_BYTES_MAX = 64 << 10;
  private static final int PLATFORM_THREADS_MAX = 64;

  private JettyServer() {}

  static Server server(HttpLimits limits) {
    QueuedThreadPool threads = new QueuedThreadPool(PLATFORM_THREADS_MAX, 4);
    threads.setName("http");
    threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
    ByteBufferPool pool =
        new ArrayByteBufferPool(
            0, -1, BLOCK_BYTES_MAX, POOL_BUCKET, limits.poolBytesMax(), limits.poolBytesMax());
    Server server = new Server(threads, null, pool);
    server.setStopTimeout(0);
    return server;
  }

  static ServerConnector connector(Server server, String host, int port, HttpLimits limits) {
    HttpConfiguration http = configuration(limits);
    ServerConnector connector =
        new WatchfulConnector(server, new UndecodableToo(http), new PriorKnowledgeHttp2(http));
    connector.setHost(host);
    connector.setPort(port);
    connector.setAcceptQueueSize(limits.acceptQueue());
    connector.setIdleTimeout(limits.idle().toMillis());
    // Who is busy at the end keeps its time; InFlight ends the others.
    connector.setShutdownIdleTimeout(limits.idle().toMillis());
    connector.setReuseAddress(true);
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(limits.connectionsMax(), connector));
    return connector;
  }

  private static HttpConfiguration configuration(HttpLimits limits) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(limits.headerBytesMax());
    http.setInputBufferSize(INPUT_BUFFER_BYTES);
    http.setOutputBufferSize(BUFFER_BYTES);
    http.setOutputAggregationSize(BUFFER_BYTES);
    http.setHttpCompliance(HttpCompliance.RFC9110);
    // An encoded slash stays inside its segment: variables are cut from the canonical path. What
    // empty segments mean, the router decides.
    http.setUriCompliance(
        UriCompliance.RFC3986.with(
            "ATELIER",
            UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
            UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
            UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT));
    return http;
  }

  /** Its connections can be watched for their end while they are not read. */
  private static final class WatchfulConnector extends ServerConnector {
    WatchfulConnector(Server server, ConnectionFactory... protocols) {
      super(server, 1, Math.max(1, Runtime.getRuntime().availableProcessors() / 2), protocols);
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(
        SocketChannel channel, ManagedSelector selector, SelectionKey key) {
      var connection = new ClientEndPoint(channel, selector, key, getScheduler());
      connection.setIdleTimeout(getIdleTimeout());
      return connection;
    }
  }

  /** HTTP/1, with requests whose target cannot be decoded. */
  private static final class UndecodableToo extends HttpConnectionFactory {
    UndecodableToo(HttpConfiguration http) {
      super(http);
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
      var connection = new TargetKeeper(getHttpConfiguration(), connector, endPoint);
      connection.setTransferEncodingChunkMaxLength(getTransferEncodingChunkMaxLength());
      return configure(connection, connector, endPoint);
    }
  }

  /** HTTP/2 for clients that begin with it; an {@code Upgrade: h2c} header is ignored. */
  private static final class PriorKnowledgeHttp2 extends HTTP2CServerConnectionFactory {
    PriorKnowledgeHttp2(HttpConfiguration http) {
      // Its frames want a larger input buffer, which must not become that of HTTP/1.
      super(new HttpConfiguration(http));
      setMaxConcurrentStreams(256);
    }

    @Override
    public @Nullable Connection upgradeConnection(
        Connector connector,
        EndPoint endPoint,
        MetaData.Request request,
        HttpFields.Mutable answer) {
      return "PRI".equals(request.getMethod())
          ? super.upgradeConnection(connector, endPoint, request, answer)
          : null;
    }
  }
}
