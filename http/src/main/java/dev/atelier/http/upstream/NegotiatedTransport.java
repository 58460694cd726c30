package dev.atelier.http.upstream;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP/2, unless a server with TLS chooses HTTP/1.1. Nothing of a call is sent before that is
 * known, so that it is sent once, over the other.
 */
final class NegotiatedTransport implements Transport {
  private static final Logger LOG = LoggerFactory.getLogger(NegotiatedTransport.class);

  /** How long a server that chose HTTP/1.1 is not asked again. */
  private static final Duration REMEMBERED = Duration.ofMinutes(10);

  private final Transport http2;
  private final Transport http1;

  /** When each began to be remembered; as many as accounts have had hosts. */
  private final Map<Http2Origin, Long> without = new ConcurrentHashMap<>();

  /**
   * @param http1 not closed with this one
   */
  NegotiatedTransport(Transport http2, Transport http1) {
    this.http2 = http2;
    this.http1 = http1;
  }

  @Override
  public <T> T call(UpstreamRequest request, CallProgress progress, UpstreamClient.Reader<T> reader)
      throws IOException {
    var origin = Http2Origin.of(request.uri());
    if (!remembered(origin)) {
      try {
        return http2.call(request, progress, reader);
      } catch (Http1ChosenException e) {
        remember(origin);
      }
    }
    return http1.call(request, progress, reader);
  }

  @Override
  public boolean connected(URI uri) {
    return Http2Origin.find(uri)
        .map(origin -> (remembered(origin) ? http1 : http2).connected(uri))
        .orElse(false);
  }

  private boolean remembered(Http2Origin origin) {
    Long since = without.get(origin);
    return since != null && System.nanoTime() - since < REMEMBERED.toNanos();
  }

  private void remember(Http2Origin origin) {
    without.put(origin, System.nanoTime());
    LOG.warn("{} does not offer HTTP/2, it is called over HTTP/1.1", origin.authority());
  }

  @Override
  public void close() {
    http2.close();
  }
}
