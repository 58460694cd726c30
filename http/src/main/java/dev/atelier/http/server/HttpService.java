package dev.atelier.http.server;

import dev.atelier.http.address.TrustedProxies;
import dev.atelier.http.cors.CorsPolicy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;

/**
 * The HTTP server: HTTP/1.1 and HTTP/2 without TLS (prior knowledge) on one port, each request on a
 * virtual thread.
 *
 * <pre>{@code
 * try (var service = HttpService.builder().port(0).mount(images).build()) {
 *   service.start();
 *   ...
 *   service.drain(Duration.ofSeconds(15));
 * }
 * }</pre>
 */
public final class HttpService implements AutoCloseable {
  private final List<String> operations;
  private static final Duration CLOSED_WITHIN = Duration.ofMillis(500);

  private final Server server;
  private final ServerConnector connector;
  private final InFlight inFlight;
  private final SocketRegistry sockets;
  private int port;

  private HttpService(Builder builder) {
    this.operations = builder.mounts.stream().flatMap(Mount::everyOperation).toList();
    Router router = new Router(builder.mounts, builder.fallback, builder.exactPaths);
    var exchanges =
        new Exchanges(builder.limits, builder.proxies, builder.requestIds, builder.spans);
    var cors = new Cors(builder.cors);
    inFlight = new InFlight();
    server = JettyServer.server(builder.limits);
    connector = JettyServer.connector(server, builder.host, builder.port, builder.limits);
    sockets = new SocketRegistry(connector.getScheduler());
    var upgrade =
        new SocketUpgrade(
            new WebSocketMappings(WebSocketServerComponents.ensureWebSocketComponents(server)),
            sockets);
    server.setHandler(
        new Dispatcher(router, upgrade, exchanges, cors, inFlight, builder.accessLog));
    server.setErrorHandler(new MountErrors(router, exchanges, cors, builder.accessLog));
  }

  /** Method and template of every route, at each of its places: {@code GET /v1/models/{id}}. */
  public List<String> operations() {
    return operations;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Binds the port and begins to answer. Throws when the port is taken. */
  public void start() throws Exception {
    server.start();
    port = connector.getLocalPort();
  }

  /** The port that was bound; known once started, and kept afterwards. */
  public int port() {
    return port;
  }

  /** {@code http://host:port}, with brackets around an IPv6 address. */
  public URI uri() {
    String host = connector.getHost() == null ? "127.0.0.1" : connector.getHost();
    return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
  }

  /** Requests that are being answered right now. */
  public int inFlight() {
    return inFlight.count();
  }

  /** WebSocket connections that are open. */
  public int sockets() {
    return sockets.count();
  }

  /**
   * Stops accepting, closes idle connections, answers 503 to what still comes on open ones, and
   * waits for the running requests and for the sockets whose clients wait for something; whether
   * all of them ended within {@code max}. Each socket is closed with 1001.
   */
  public boolean drain(Duration max) throws InterruptedException {
    long end = System.nanoTime() + max.toNanos();
    turnAway();
    sockets.drain();
    CompletableFuture<Void> idleClosed = connector.shutdown();
    connector.close();
    Set<EndPoint> upgraded = sockets.connections();
    inFlight.endIdle(
        connector.getConnectedEndPoints().stream()
            .filter(connection -> !upgraded.contains(connection))
            .toList());
    boolean answered = inFlight.await(max);
    boolean silent = sockets.await(Duration.ofNanos(end - System.nanoTime()));
    if (!silent) {
      sockets.closeAll();
      boolean _ = sockets.await(CLOSED_WITHIN);
    }
    return answered && silent && !idleClosed.isCompletedExceptionally();
  }

  /** The first step of {@link #drain}: requests that begin now are answered with 503. */
  void turnAway() {
    inFlight.turnAway();
  }

  /** Stops at once; running requests are broken off. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the server did not stop", e);
    }
  }

  /** The parts of one server. */
  public static final class Builder {
    private static final byte[] EMPTY_OBJECT = {'{', '}'};

    private final List<Mount> mounts = new ArrayList<>();
    private String host = "127.0.0.1";
    private int port = 8080;
    private HttpLimits limits = HttpLimits.DEFAULT;
    private Mount fallback =
        Mount.at((exchange, error) ->
            exchange.respond(error.status(), "application/json", EMPTY_OBJECT));
    private boolean exactPaths;
    private CorsPolicy cors = CorsPolicy.ANY;
    private TrustedProxies proxies = TrustedProxies.LOOPBACK;
    private Supplier<String> requestIds = RequestIds.random();
    private RequestSpan.Source spans = RequestSpan.Source.NONE;
    private Consumer<AccessRecord> accessLog = _ -> {};

    private Builder() {}

    public Builder host(String host) {
      this.host = host;
      return this;
    }

    /** 0 takes a free port. */
    public Builder port(int port) {
      this.port = port;
      return this;
    }

    public Builder limits(HttpLimits limits) {
      this.limits = limits;
      return this;
    }

    public Builder mount(Mount mount) {
      mounts.add(mount);
      return this;
    }

    /** The mount whose errors answer a path that resembles no route, naming its first one. */
    public Builder fallback(Mount fallback) {
      this.fallback = fallback;
      return this;
    }

    /**
     * Whether paths count only as templates write them; else slashes too many, a version too few or
     * twice, and letters of the other case are forgiven.
     */
    public Builder exactPaths(boolean exact) {
      this.exactPaths = exact;
      return this;
    }

    /** Which pages may read answers in a browser; those of every origin by default. */
    public Builder cors(CorsPolicy policy) {
      this.cors = policy;
      return this;
    }

    /**
     * Whose word on how a client addressed its request counts; those on this machine by default.
     */
    public Builder proxies(TrustedProxies trusted) {
      this.proxies = trusted;
      return this;
    }

    /** Where request ids come from; random by default. */
    public Builder requestIds(Supplier<String> requestIds) {
      this.requestIds = requestIds;
      return this;
    }

    /** Where requests get their places in traces from; nothing is traced by default. */
    public Builder spans(RequestSpan.Source spans) {
      this.spans = spans;
      return this;
    }

    /** Told of each answered request, on the request's thread. */
    public Builder accessLog(Consumer<AccessRecord> accessLog) {
      this.accessLog = accessLog;
      return this;
    }

    public HttpService build() {
      return new HttpService(this);
    }
  }
}
