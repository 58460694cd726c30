package dev.atelier.http.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.eclipse.jetty.http.HostPortHttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.MetaData;

/** HTTP/2: many calls at once on a connection, where one that is cancelled leaves the others be. */
final class Http2Transport implements Transport {
  private static final int BUFFER_BYTES = 16 << 10;

  private final Http2Connections connections;

  /**
   * @param idle how long a connection without calls stays open
   */
  Http2Transport(Duration idle) {
    connections = new Http2Connections(new Http2Connector(idle));
  }

  @Override
  public <T> T call(UpstreamRequest request, CallProgress progress, UpstreamClient.Reader<T> reader)
      throws IOException {
    var origin = Http2Origin.of(request.uri());
    long connect = Math.min(progress.timeouts().connect().toNanos(), progress.nanosLeft());
    Http2Connections.Taken taken = connections.take(origin, System.nanoTime() + connect);
    try {
      var call = new Http2Call(taken.connection(), progress);
      try {
        progress.leaving(taken.reused(), call);
        send(request, head(request, origin), call);
        AnswerHead head = call.answer().head(progress.timeouts().firstByte());
        progress.answered(head);
        return reader.read(arriving(head, call.answer(), progress));
      } finally {
        call.end();
      }
    } finally {
      connections.release(taken.connection());
    }
  }

  @Override
  public boolean connected(URI uri) {
    return Http2Origin.find(uri).filter(connections::open).isPresent();
  }

  private static void send(UpstreamRequest request, MetaData.Request head, Http2Call call)
      throws IOException {
    Optional<UpstreamBody> body = request.body();
    call.open(head, body.isEmpty());
    if (body.isPresent()) {
      var out = new StreamBody(call);
      try {
        body.get().writeTo(out);
        out.finish();
      } catch (Http2Call.AnsweredEarlyException e) {
        // the rest of it is not wanted
      }
    }
  }

  private static MetaData.Request head(UpstreamRequest request, Http2Origin origin) {
    HttpFields.Mutable fields = HttpFields.build();
    fields.put("User-Agent", "Atelier");
    fields.put("Accept-Encoding", "identity"); // base64 does not pack well
    request.headers().forEach(fields::put);
    request
        .body()
        .ifPresent(body -> {
          fields.put("Content-Type", body.mediaType());
          if (body.length() >= 0) {
            fields.put("Content-Length", Long.toString(body.length()));
          }
        });
    String path = request.uri().getRawPath();
    String query = request.uri().getRawQuery();
    return new MetaData.Request(
        request.method(),
        origin.scheme(),
        new HostPortHttpField(origin.authority()),
        (path == null || path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query),
        org.eclipse.jetty.http.HttpVersion.HTTP_2,
        fields,
        -1);
  }

  private static UpstreamResponse arriving(
      AnswerHead head, StreamAnswer answer, CallProgress progress) throws IOException {
    return answer.ended()
        ? new ArrivingResponse(head, progress)
        : new ArrivingResponse(head, unpacked(head, answer), progress);
  }

  private static InputStream unpacked(AnswerHead head, InputStream in) throws IOException {
    return switch (head.header("Content-Encoding").orElse("").toLowerCase(Locale.ROOT)) {
      case "gzip", "x-gzip" -> new GZIPInputStream(in, BUFFER_BYTES);
      case "deflate" -> new InflaterInputStream(in);
      default -> in;
    };
  }

  @Override
  public void close() {
    connections.close();
  }
}
