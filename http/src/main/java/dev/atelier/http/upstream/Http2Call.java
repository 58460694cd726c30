package dev.atelier.http.upstream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.HTTP2Stream;
import org.eclipse.jetty.http2.RetryableStreamException;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.frames.DataFrame;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.jspecify.annotations.Nullable;

/**
 * One call as a stream of its connection, whose threads tell what comes; everything else is done by
 * the caller, whose interrupt ends this call and none beside it.
 */
final class Http2Call implements Stream.Listener, ByteCounts {
  private static final int OK = 200;

  private final Http2Connection connection;
  private final Duration total;
  private final StreamMonitor monitor;
  private final StreamAnswer answer;
  private @Nullable Stream stream;
  private boolean opened;
  private boolean written;
  private boolean bodySent;
  private boolean over;
  private long sent;

  Http2Call(Http2Connection connection, CallProgress progress) {
    this.connection = connection;
    this.total = progress.timeouts().total();
    this.monitor = new StreamMonitor(progress);
    this.answer = new StreamAnswer(monitor, progress.timeouts().silence());
  }

  StreamAnswer answer() {
    return answer;
  }

  /**
   * Sends the head.
   *
   * @param last whether there is no body
   */
  void open(MetaData.Request request, boolean last) throws IOException {
    var frame = new HeadersFrame(request, null, last);
    Promise<Stream> promise = Promise.from(_ -> opened(last), this::notOpened);
    monitor.change(() -> sent = bytes(request));
    connection.newStream(frame, promise, this);
    monitor.await(() -> opened, total);
  }

  /**
   * Sends a block of the body.
   *
   * @throws AnsweredEarlyException where an answer comes before it is sent
   */
  void write(ByteBuffer block, boolean last) throws IOException {
    int bytes = block.remaining();
    monitor.change(() -> {
      written = false;
      sent += bytes;
    });
    Stream to = monitor.get(() -> Objects.requireNonNull(stream));
    to.data(new DataFrame(to.getId(), block, last), written(bytes, last));
    monitor.await(() -> written || answer.begun(), total);
    if (!monitor.get(() -> written)) {
      throw new AnsweredEarlyException();
    }
  }

  /** Gives the stream up unless both sides are done with it. */
  void end() {
    Stream open =
        monitor.get(() -> {
          over = true;
          return stream;
        });
    if (monitor.timedOut()) {
      connection.doubt();
    }
    answer.discard();
    boolean done = answer.ended() && monitor.get(() -> bodySent);
    if (open != null && !done) {
      reset(open);
    }
  }

  @Override
  public long sent() {
    return monitor.get(() -> sent);
  }

  @Override
  public long received() {
    return answer.bytes();
  }

  /** So much of its answer came. */
  void arrived(int bytes) {
    answer.arrive(bytes);
  }

  /** The library gives the stream up, which it tells nobody. */
  void givenUp() {
    monitor.fail(new IOException("the answer breaks the protocol"));
  }

  @Override
  public void onNewStream(Stream created) {
    boolean late =
        monitor.get(() -> {
          stream = created;
          return over;
        });
    if (late) {
      reset(created);
    }
  }

  @Override
  public void onHeaders(Stream of, HeadersFrame frame) {
    if (frame.getMetaData() instanceof MetaData.Response response && response.getStatus() >= OK) {
      var head =
          new AnswerHead(
              response.getStatus(),
              name -> Optional.ofNullable(response.getHttpFields().get(name)));
      answer.begin(of, head, bytes(response), frame.isEndStream());
    }
  }

  @Override
  public void onDataAvailable(Stream of) {
    answer.moreToRead();
  }

  @Override
  public void onReset(Stream of, ResetFrame frame, Callback callback) {
    boolean answered = of instanceof HTTP2Stream known && known.isLastDataReceived();
    if (!answered) { // it may end so once it is whole
      monitor.fail(
          frame.getError() == ErrorCode.REFUSED_STREAM_ERROR.code
              ? new RefusedStreamException("REFUSED_STREAM")
              : new IOException("reset: " + ErrorCode.toString(frame.getError(), "?")));
    }
    callback.succeeded();
  }

  @Override
  public void onFailure(Stream of, int error, String reason, Throwable failure, Callback callback) {
    monitor.fail(reason(failure));
    callback.succeeded();
  }

  @Override
  public void onIdleTimeout(Stream of, TimeoutException idle, Promise<Boolean> promise) {
    promise.succeeded(false); // its caller keeps the times
  }

  private void opened(boolean last) {
    monitor.change(() -> {
      opened = true;
      bodySent = last;
    });
  }

  private void notOpened(Throwable failure) {
    boolean left =
        monitor.get(() -> {
          sent = 0;
          return stream != null;
        });
    monitor.fail(
        left ? reason(failure) : new RefusedStreamException("the connection takes no more calls"));
  }

  private Callback written(int bytes, boolean last) {
    return Callback.from(
        InvocationType.NON_BLOCKING,
        () ->
            monitor.change(() -> {
              written = true;
              bodySent = last;
            }),
        failure -> {
          boolean answered =
              monitor.get(() -> {
                sent -= bytes;
                return answer.begun();
              });
          if (!answered) { // an early answer may still come whole
            monitor.fail(reason(failure));
          }
        });
  }

  private static IOException reason(Throwable failure) {
    return switch (failure) {
      case RetryableStreamException _ -> new RefusedStreamException("GOAWAY of an earlier stream");
      case IOException io -> io;
      default -> new IOException(failure);
    };
  }

  private static void reset(Stream open) {
    open.reset(new ResetFrame(open.getId(), ErrorCode.CANCEL_STREAM_ERROR.code), Callback.NOOP);
  }

  /** As HTTP/1.1 would write it; what HPACK makes of it is not told. */
  private static long bytes(MetaData head) {
    long bytes = 0;
    for (HttpField field : head) {
      bytes +=
          field.getName().length() + ": \r\n".length() + String.valueOf(field.getValue()).length();
    }
    return bytes;
  }

  /** The upstream did not wait for all of the body. */
  static final class AnsweredEarlyException extends IOException {
    private static final long serialVersionUID = 1L;
  }
}
