package dev.atelier.http.upstream;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/** HTTP/1.1: one call at a time on each of its connections, which a cancelled call closes. */
final class Http1Transport implements Transport {
  private final PoolingHttpClientConnectionManager pool = PooledConnections.pool();
  private final CloseableHttpClient client = PooledConnections.client(pool);
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("upstream-deadlines").factory());

  @Override
  public <T> T call(UpstreamRequest request, CallProgress progress, UpstreamClient.Reader<T> reader)
      throws IOException {
    var call = new HttpUriRequestBase(request.method(), request.uri());
    call.setHeader("Accept-Encoding", "identity"); // base64 does not pack well
    request.headers().forEach(call::setHeader);
    request.body().ifPresent(body -> call.setEntity(new UpstreamEntity(body)));
    call.setConfig(config(progress.timeouts()));
    HttpClientContext context = HttpClientContext.create();
    context.setAttribute(PooledConnections.PROGRESS, progress);
    ScheduledFuture<?> deadline = atDeadline(call, progress);
    try {
      return client.execute(call, context, response -> read(call, response, progress, reader));
    } finally {
      deadline.cancel(false);
    }
  }

  @Override
  public boolean connected(URI uri) {
    return PooledConnections.idle(pool, uri);
  }

  private static <T> T read(
      HttpUriRequestBase call,
      ClassicHttpResponse response,
      CallProgress progress,
      UpstreamClient.Reader<T> reader)
      throws IOException {
    try {
      T read = reader.read(arriving(response, progress));
      if (!progress.whole()) {
        call.cancel(); // closing alone would read the rest of the body first
      }
      return read;
    } catch (IOException | RuntimeException | Error e) {
      call.cancel();
      throw e;
    }
  }

  static AnswerHead head(HttpResponse response) {
    return new AnswerHead(
        response.getCode(),
        name -> Optional.ofNullable(response.getFirstHeader(name)).map(Header::getValue));
  }

  private static UpstreamResponse arriving(ClassicHttpResponse response, CallProgress progress)
      throws IOException {
    HttpEntity entity = response.getEntity();
    return entity == null
        ? new ArrivingResponse(head(response), progress)
        : new ArrivingResponse(head(response), entity.getContent(), progress);
  }

  /** The pool has one connect time-out for all; only here can a call have its own. */
  @SuppressWarnings("deprecation")
  private static RequestConfig config(UpstreamTimeouts timeouts) {
    return RequestConfig.custom()
        .setConnectionRequestTimeout(Timeout.of(timeouts.connect()))
        .setConnectTimeout(Timeout.of(timeouts.connect()))
        .setResponseTimeout(Timeout.of(timeouts.firstByte()))
        .setRedirectsEnabled(false)
        .setAuthenticationEnabled(false)
        .build();
  }

  private ScheduledFuture<?> atDeadline(HttpUriRequestBase call, CallProgress progress) {
    return watch.schedule(
        () -> {
          progress.timedOut();
          call.cancel();
        },
        Math.max(0, progress.nanosLeft()),
        TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    watch.shutdownNow();
    client.close(CloseMode.IMMEDIATE);
  }
}
