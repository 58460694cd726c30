package dev.atelier.http.server;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** A request's body, counted against its limit and timed against the slowest allowed pace. */
final class RequestBody extends InputStream {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final InputStream content;
  private final long bytesMax;
  private final long graceNanos;
  private final long bytesPerSecondMin;
  private final long begunNanos;
  private long bytes;
  private @Nullable IOException failure;

  RequestBody(Request request, long bytesMax, HttpLimits limits) {
    this.content = Content.Source.asInputStream(request);
    this.bytesMax = bytesMax;
    this.graceNanos = limits.idle().toNanos();
    this.bytesPerSecondMin = limits.bodyBytesPerSecondMin();
    this.begunNanos = System.nanoTime();
  }

  long bytes() {
    return bytes;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (failure != null) {
      throw failure;
    }
    try {
      int count = content.read(target, offset, length);
      if (count > 0) {
        count(count);
      }
      return count;
    } catch (IOException e) {
      failure = translated(e);
      throw failure;
    }
  }

  /** What can be had without waiting is not known; claiming none keeps buffered readers honest. */
  @Override
  public int available() {
    return 0;
  }

  private void count(int count) throws IOException {
    bytes += count;
    if (bytes > bytesMax) {
      throw new BodyTooLargeException(bytesMax);
    }
    long elapsed = System.nanoTime() - begunNanos;
    if (elapsed > graceNanos && bytes < bytesPerSecondMin * (elapsed / NANOS_PER_SECOND)) {
      throw new SlowBodyException();
    }
  }

  private static IOException translated(IOException e) {
    if (e instanceof BodyTooLargeException || e instanceof SlowBodyException) {
      return e;
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof TimeoutException) {
        return new SlowBodyException();
      }
      if (cause instanceof EOFException) {
        return new ClientGoneException(e);
      }
      if (cause instanceof HttpException) {
        return e;
      }
    }
    return new ClientGoneException(e);
  }
}
