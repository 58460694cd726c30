package dev.atelier.http.server;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An answer's body: small writes are gathered in one pooled block, large ones pass through.
 *
 * <p>The block is borrowed only while it holds something, so that an event stream that waits costs
 * no buffer.
 */
final class ResponseBody extends OutputStream {
  private static final int BLOCK_BYTES = 16 << 10;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Sink sink;
  private final ByteBufferPool pool;
  private @Nullable RetainableByteBuffer block;
  private long bytes;
  private boolean ended;

  ResponseBody(Sink sink, ByteBufferPool pool) {
    this.sink = sink;
    this.pool = pool;
  }

  long bytes() {
    return bytes;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    requireOpen();
    bytes += length;
    if (length >= BLOCK_BYTES) {
      sendBlock(false);
      sink.write(false, ByteBuffer.wrap(source, offset, length));
      return;
    }
    int left = length;
    while (left > 0) {
      ByteBuffer buffer = buffer();
      int count = Math.min(left, buffer.remaining());
      buffer.put(source, offset + length - left, count);
      left -= count;
      if (!buffer.hasRemaining()) {
        sendBlock(false);
      }
    }
  }

  /** Sends what was gathered, and the headers if they did not leave yet. */
  @Override
  public void flush() throws IOException {
    requireOpen();
    if (block == null) {
      sink.write(false, NOTHING.duplicate());
    } else {
      sendBlock(false);
    }
  }

  @Override
  public void close() throws IOException {
    if (!ended) {
      ended = true;
      sendBlock(true);
    }
  }

  /** Forgets what was gathered; only for an answer of which nothing was sent. */
  void discard() {
    ended = true;
    bytes = 0;
    release();
  }

  private void requireOpen() throws IOException {
    if (ended) {
      throw new IOException("the answer has ended");
    }
  }

  private ByteBuffer buffer() {
    if (block == null) {
      block = pool.acquire(BLOCK_BYTES, true);
      block.getByteBuffer().clear().limit(BLOCK_BYTES);
    }
    return block.getByteBuffer();
  }

  private void sendBlock(boolean last) throws IOException {
    try {
      if (block != null) {
        sink.write(last, block.getByteBuffer().flip());
      } else if (last) {
        sink.write(true, NOTHING.duplicate());
      }
    } finally {
      release();
    }
  }

  private void release() {
    if (block != null) {
      block.release();
      block = null;
    }
  }
}
