package dev.atelier.http.upstream;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** Sends a body on a stream, block by block. */
final class StreamBody extends OutputStream {
  private static final int BLOCK_BYTES = 32 << 10;

  private final Http2Call call;
  private final byte[] block = new byte[BLOCK_BYTES];
  private int filled;

  StreamBody(Http2Call call) {
    this.call = call;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    int from = offset;
    int left = length;
    while (left > 0) {
      if (filled == BLOCK_BYTES) {
        send(false);
      }
      int count = Math.min(left, BLOCK_BYTES - filled);
      System.arraycopy(bytes, from, block, filled, count);
      filled += count;
      from += count;
      left -= count;
    }
  }

  /** Sends what is left, and that it is the end. */
  void finish() throws IOException {
    send(true);
  }

  private void send(boolean last) throws IOException {
    int bytes = filled;
    filled = 0;
    call.write(ByteBuffer.wrap(block, 0, bytes), last);
  }
}
