package dev.atelier.http.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.frames.DataFrame;
import org.eclipse.jetty.http2.frames.GoAwayFrame;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.util.Callback;

/** The answer of {@link ScriptedHttp2} on one stream, frame by frame. */
public final class Http2Answer implements TestUpstream.Answer {
  private final Stream stream;

  Http2Answer(Stream stream) {
    this.stream = stream;
  }

  int streamId() {
    return stream.getId();
  }

  @Override
  public void bytes(int status, String type, byte[] body, String... headers) throws IOException {
    head(
        status,
        type,
        false,
        fields -> {
          for (int i = 0; i < headers.length; i += 2) {
            fields.add(headers[i], headers[i + 1]);
          }
          return fields.put("Content-Length", Integer.toString(body.length));
        });
    data(body, true);
  }

  @Override
  public void open(int status, String type) throws IOException {
    head(status, type, false, fields -> fields);
  }

  /** A head before the head, of status 103. */
  void hint() throws IOException {
    var hint =
        new MetaData.Response(
            103, null, HttpVersion.HTTP_2, HttpFields.build().put("Link", "</x>"));
    done(stream.headers(new HeadersFrame(stream.getId(), hint, null, false)));
  }

  /** A head that is all of it. */
  void head(int status) throws IOException {
    head(status, "text/plain", true, fields -> fields);
  }

  @Override
  public void block(String text) throws IOException {
    data(text.getBytes(UTF_8), false);
  }

  @Override
  public void end() throws IOException {
    data(new byte[0], true);
  }

  /** Ends it by a head after the body. */
  void trailers() throws IOException {
    var trailers = new MetaData(HttpVersion.HTTP_2, HttpFields.build().put("x-sum", "1"));
    done(stream.headers(new HeadersFrame(stream.getId(), trailers, null, true)));
  }

  @Override
  public void half() throws IOException {
    head(200, "text/plain", false, fields -> fields.put("Content-Length", "10"));
    block("12345");
  }

  @Override
  public void reset() throws IOException {
    reset(ErrorCode.INTERNAL_ERROR);
  }

  /** Gives it back as if it had never come. */
  public void refuse() throws IOException {
    reset(ErrorCode.REFUSED_STREAM_ERROR);
  }

  private void reset(ErrorCode error) throws IOException {
    done(stream.reset(new ResetFrame(stream.getId(), error.code)));
  }

  /** Says that it knows of no stream beyond this one. */
  void goAway(int lastStreamId) {
    session().goAway(new GoAwayFrame(lastStreamId, 0, null), Callback.NOOP);
  }

  @Override
  public void close() {
    session().disconnect();
  }

  private HTTP2Session session() {
    return (HTTP2Session) stream.getSession();
  }

  private void head(int status, String type, boolean last, UnaryOperator<HttpFields.Mutable> more)
      throws IOException {
    HttpFields.Mutable fields = more.apply(HttpFields.build().put("Content-Type", type));
    var head = new MetaData.Response(status, null, HttpVersion.HTTP_2, fields);
    done(stream.headers(new HeadersFrame(stream.getId(), head, null, last)));
  }

  private void data(byte[] bytes, boolean last) throws IOException {
    done(stream.data(new DataFrame(stream.getId(), ByteBuffer.wrap(bytes), last)));
  }

  private static void done(Future<?> sent) throws IOException {
    try {
      sent.get(20, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IOException(e);
    }
  }
}
