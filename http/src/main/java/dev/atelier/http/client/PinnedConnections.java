package dev.atelier.http.client;

import java.net.InetAddress;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.BasicHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.impl.io.MonitoringResponseOutOfOrderStrategy;
import org.apache.hc.core5.util.Timeout;

/** Makes a client for one hop: it knows just the addresses that were checked. */
final class PinnedConnections {
  private static final int LINE_MAX = 8 << 10;
  private static final int HEADERS_MAX = 200;

  /** How often to look whether the answer comes before the body is sent. */
  private static final int EARLY_ANSWER_BYTES = 256 << 10;

  private static final ManagedHttpClientConnectionFactory CONNECTIONS =
      ManagedHttpClientConnectionFactory.builder()
          .http1Config(
              Http1Config.custom()
                  .setMaxLineLength(LINE_MAX)
                  .setMaxHeaderCount(HEADERS_MAX)
                  .build())
          .responseOutOfOrderStrategy(new MonitoringResponseOutOfOrderStrategy(EARLY_ANSWER_BYTES))
          .build();

  private PinnedConnections() {}

  static CloseableHttpClient client(Hop hop, OpenSockets sockets, Deadline deadline)
      throws TransportException {
    Timeout connect = Timeout.of(deadline.atMost(GuardedClient.CONNECT_MAX));
    Timeout silence = Timeout.of(deadline.left());
    BasicHttpClientConnectionManager connections =
        new BasicHttpClientConnectionManager(
            new DefaultHttpClientConnectionOperator(
                _ -> sockets.open(),
                null,
                new Pinned(hop),
                RegistryBuilder.<TlsSocketStrategy>create()
                    .register("https", Tls.STRATEGY)
                    .build()),
            CONNECTIONS);
    connections.setConnectionConfig(
        ConnectionConfig.custom().setConnectTimeout(connect).setSocketTimeout(silence).build());
    return HttpClients.custom()
        .setConnectionManager(connections)
        .setDefaultRequestConfig(
            RequestConfig.custom()
                .setResponseTimeout(silence)
                .setRedirectsEnabled(false)
                .setAuthenticationEnabled(false)
                .build())
        .setUserAgent("Atelier")
        .disableRedirectHandling()
        .disableCookieManagement()
        .disableAuthCaching()
        .disableAutomaticRetries()
        .disableContentCompression()
        .disableConnectionState()
        .build();
  }

  /** Loading the trust store takes its time; once is enough. */
  private static final class Tls {
    static final TlsSocketStrategy STRATEGY = DefaultClientTlsStrategy.createDefault();
  }

  private record Pinned(Hop hop) implements DnsResolver {
    @Override
    public InetAddress[] resolve(String host) {
      return hop.addresses().toArray(InetAddress[]::new);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
      return host;
    }
  }
}
