package dev.atelier.http.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http2.api.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The answer of one stream while it arrives; what the caller has not read yet waits at the
 * connection, up to the stream's window. Read by the caller, told by the connection's threads.
 */
final class StreamAnswer extends InputStream {
  private static final int DISCARDED_MAX = 64 << 10;

  private final StreamMonitor monitor;
  private final Duration silence;
  private final AtomicLong arrived = new AtomicLong();
  private @Nullable Stream stream;
  private @Nullable AnswerHead head;
  private long headBytes;
  private boolean more;

  private Stream.@Nullable Data block;
  private long taken;
  private boolean ended;

  StreamAnswer(StreamMonitor monitor, Duration silence) {
    this.monitor = monitor;
    this.silence = silence;
  }

  /**
   * The head came.
   *
   * @param last whether there is no body
   */
  void begin(Stream of, AnswerHead came, long bytes, boolean last) {
    monitor.change(() -> {
      stream = of;
      head = came;
      headBytes = bytes;
      ended = last;
    });
  }

  /** So much of the body came to the connection. */
  void arrive(int bytes) {
    arrived.addAndGet(bytes);
  }

  /** There is more to read, or an end. */
  void moreToRead() {
    monitor.change(() -> more = true);
  }

  /** Whether its head is there; to be asked under the monitor. */
  boolean begun() {
    return head != null;
  }

  AnswerHead head(Duration firstByte) throws IOException {
    monitor.await(this::begun, firstByte);
    return Objects.requireNonNull(head);
  }

  /** Whether the caller has come to its end. */
  boolean ended() {
    return ended;
  }

  long bytes() {
    return headBytes + arrived.get();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    Stream.Data from = block == null ? next() : block;
    if (from == null) {
      return -1;
    }
    int count = Math.min(length, from.frame().remaining());
    from.frame().getByteBuffer().get(bytes, offset, count);
    if (from.frame().remaining() == 0) {
      from.release();
      block = null;
    }
    return count;
  }

  /** Lets go of what is left of it. Where that is little, its end may be there too. */
  void discard() {
    if (block != null) {
      block.release();
      block = null;
    }
    Stream from = stream;
    boolean last = ended;
    long most = taken + DISCARDED_MAX;
    while (from != null && !last && taken < most) {
      Stream.Data data = from.readData();
      last = data == null || data.frame().isEndStream();
      if (data != null) {
        take(data);
        data.release();
      }
    }
  }

  private Stream.@Nullable Data next() throws IOException {
    while (!ended) {
      Stream.Data data = waited();
      take(data);
      if (data.frame().isEndStream() && !ended) {
        data.release();
        throw new IOException("lost with its connection");
      }
      if (data.frame().remaining() > 0) {
        block = data;
        return data;
      }
      data.release();
    }
    return null;
  }

  private Stream.Data waited() throws IOException {
    Stream from = Objects.requireNonNull(stream);
    Stream.Data data = from.readData();
    while (data == null) {
      monitor.change(() -> more = false);
      from.demand();
      monitor.await(() -> more, silence);
      data = from.readData();
    }
    return data;
  }

  /** A connection that breaks ends its streams too, and drops what was not taken of them. */
  private void take(Stream.Data data) {
    taken += data.frame().remaining();
    ended = data.frame().isEndStream() && taken == arrived.get();
  }
}
