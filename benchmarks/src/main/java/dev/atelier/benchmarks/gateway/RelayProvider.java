package dev.atelier.benchmarks.gateway;

import dev.atelier.http.wire.Base64Stream;
import dev.atelier.http.wire.FieldSpool;
import dev.atelier.http.wire.JsonLimits;
import dev.atelier.http.wire.JsonReader;
import dev.atelier.http.wire.SseReader;
import dev.atelier.image.ImageRequest;
import dev.atelier.provider.Account;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.Call;
import dev.atelier.provider.Capabilities;
import dev.atelier.provider.Provider;
import dev.atelier.provider.Results;
import dev.atelier.provider.Results.ImageMetadata;
import dev.atelier.provider.Results.Sink;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;

/**
 * Fetches pictures from an upstream that speaks OpenAI's Images API, streaming: base64 is decoded
 * into the results while it arrives. Knows only what the stand-in upstream answers; it measures the
 * server around it.
 */
final class RelayProvider implements Provider {
  private static final int CONNECTIONS_MAX = 4_096;

  private final URI upstream;
  private final Gate gate;
  private final PoolingHttpClientConnectionManager connections =
      PoolingHttpClientConnectionManagerBuilder.create()
          .setMaxConnTotal(CONNECTIONS_MAX)
          .setMaxConnPerRoute(CONNECTIONS_MAX)
          .build();
  private final CloseableHttpClient client =
      HttpClients.custom()
          .disableAutomaticRetries()
          .disableCookieManagement()
          .disableContentCompression()
          .disableRedirectHandling()
          .disableAuthCaching()
          .setConnectionManager(connections)
          .build();

  RelayProvider(URI upstream, Gate gate) {
    this.upstream = upstream;
    this.gate = gate;
  }

  @Override
  public String name() {
    return "relay";
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(1, false, false, true);
  }

  @Override
  public boolean leavesAtOnce(Account account, ImageRequest request) {
    return request instanceof ImageRequest.Generation
        && connections.getTotalStats().getAvailable() > 0;
  }

  @Override
  public AttemptOutcome attempt(Call call, Results results) throws InterruptedException {
    gate.pass(call.request().order().prompt().text());
    var request = new RelayRequest(call);
    var post = new HttpPost(upstream.resolve(request.path()));
    try {
      post.setEntity(request.entity());
      results.sending();
      return client.execute(post, response -> read(call, response, results));
    } catch (IOException e) {
      return new AttemptOutcome.Unknown("the upstream failed: " + e.getMessage());
    }
  }

  private static AttemptOutcome read(Call call, ClassicHttpResponse response, Results results)
      throws IOException {
    if (response.getCode() != 200) {
      return AttemptOutcome.NotSent.serverError(response.getCode(), "the upstream failed");
    }
    int index = call.indexes().getFirst();
    try (InputStream body = response.getEntity().getContent()) {
      if (call.request().order().partials() > 0) {
        events(new SseReader(body), index, results);
      } else {
        image(body, "/data/0/b64_json", results.image(index));
      }
    }
    return AttemptOutcome.Succeeded.ALL;
  }

  private static void events(SseReader events, int index, Results results) throws IOException {
    int previews = 0;
    while (events.next()) {
      boolean last = events.name().endsWith(".completed");
      Sink sink = last ? results.image(index) : results.partial(index, previews++);
      image(events.data(), "/b64_json", sink);
    }
  }

  private static void image(InputStream json, String pointer, Sink into) throws IOException {
    try (Sink sink = into) {
      JsonReader.parse(json, JsonLimits.DEFAULT, new ImageSpool(pointer, sink));
      sink.complete(ImageMetadata.NOTHING);
    }
  }

  /** Takes every string at one place as base64 of the picture. */
  private record ImageSpool(String pointer, Sink sink) implements FieldSpool {
    @Override
    public Optional<OutputStream> open(String at) {
      return at.equals(pointer) ? Optional.of(Base64Stream.decoder(sink)) : Optional.empty();
    }

    @Override
    public int threshold() {
      return 0;
    }
  }
}
