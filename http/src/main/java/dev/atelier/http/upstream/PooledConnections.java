package dev.atelier.http.upstream;

import java.io.IOException;
import java.net.URI;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.impl.io.MonitoringResponseOutOfOrderStrategy;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** The client for HTTP/1.1: it keeps connections, and does nothing but send once and receive. */
final class PooledConnections {
  /** The attribute of a call's context that has its {@link CallProgress}. */
  static final String PROGRESS = "atelier.call";

  private static final int CONNECTIONS_MAX = 20_000; // accounts bound what is in flight
  private static final Timeout CONNECT = Timeout.ofSeconds(10);
  private static final Timeout IDLE = Timeout.ofSeconds(10);

  /** An idle connection that the upstream closed is noticed before anything is sent on it. */
  private static final TimeValue CHECK_AFTER = TimeValue.ofMilliseconds(500);

  private static final int LINE_MAX = 16 << 10;
  private static final int HEADERS_MAX = 200;

  /** How often to look whether an answer comes before the body is sent. */
  private static final int EARLY_ANSWER_BYTES = 256 << 10;

  private PooledConnections() {}

  static PoolingHttpClientConnectionManager pool() {
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setMaxConnTotal(CONNECTIONS_MAX)
        .setMaxConnPerRoute(CONNECTIONS_MAX)
        .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
        .setConnectionFactory(
            ManagedHttpClientConnectionFactory.builder()
                .http1Config(
                    Http1Config.custom()
                        .setBufferSize(16 << 10)
                        .setMaxLineLength(LINE_MAX)
                        .setMaxHeaderCount(HEADERS_MAX)
                        .build())
                .responseOutOfOrderStrategy(
                    new MonitoringResponseOutOfOrderStrategy(EARLY_ANSWER_BYTES))
                .build())
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(CONNECT)
                .setSocketTimeout(CONNECT)
                .setValidateAfterInactivity(CHECK_AFTER)
                .build())
        .build();
  }

  /** Whether a connection there is open and idle. */
  static boolean idle(PoolingHttpClientConnectionManager pool, URI uri) {
    if (uri.getHost() == null) {
      return false;
    }
    var host = new HttpHost(uri.getScheme(), uri.getHost(), uri.getPort());
    boolean secure = URIScheme.HTTPS.same(uri.getScheme());
    var route =
        new HttpRoute(
            RoutingSupport.normalize(host, DefaultSchemePortResolver.INSTANCE), null, secure);
    return pool.getStats(route).getAvailable() > 0;
  }

  /** A client over this pool, which it closes. */
  static CloseableHttpClient client(PoolingHttpClientConnectionManager connections) {
    return HttpClients.custom()
        .setConnectionManager(connections)
        .setRequestExecutor(new Executor())
        .setUserAgent("Atelier")
        .evictIdleConnections(IDLE)
        .disableRedirectHandling()
        .disableCookieManagement()
        .disableAuthCaching()
        .disableAutomaticRetries()
        .disableConnectionState()
        .build();
  }

  /** Notes when a call leaves, and when its answer begins. */
  private static final class Executor extends HttpRequestExecutor {
    @Override
    public ClassicHttpResponse execute(
        ClassicHttpRequest request,
        HttpClientConnection connection,
        @Nullable HttpResponseInformationCallback informed,
        HttpContext context)
        throws IOException, HttpException {
      CallProgress progress = (CallProgress) context.getAttribute(PROGRESS);
      UpstreamTimeouts timeouts = progress.timeouts();
      connection.setSocketTimeout(Timeout.of(timeouts.firstByte()));
      EndpointDetails details = connection.getEndpointDetails();
      if (details == null) {
        throw new ConnectionClosedException(); // meanwhile, by whoever cancelled the call
      }
      progress.leaving(details.getRequestCount() > 0, new Counts(details));
      ClassicHttpResponse response = super.execute(request, connection, informed, context);
      progress.answered(Http1Transport.head(response));
      connection.setSocketTimeout(Timeout.of(timeouts.silence()));
      return response;
    }
  }

  /** Those of a connection, from now on. */
  private static final class Counts implements ByteCounts {
    private final EndpointDetails details;
    private final long sentBefore;
    private final long receivedBefore;

    Counts(EndpointDetails details) {
      this.details = details;
      this.sentBefore = details.getSentBytesCount();
      this.receivedBefore = details.getReceivedBytesCount();
    }

    @Override
    public long sent() {
      return details.getSentBytesCount() - sentBefore;
    }

    @Override
    public long received() {
      return details.getReceivedBytesCount() - receivedBefore;
    }
  }
}
