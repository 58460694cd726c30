package dev.atelier.storage;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;

/** Bytes in memory, to be read from any position; for one thread. */
public final class ByteArrayChannel extends ReadOnlyChannel {
  private final byte[] bytes;

  public ByteArrayChannel(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public int read(ByteBuffer into) throws ClosedChannelException {
    long position = position();
    if (position >= bytes.length) {
      return -1;
    }
    int count = Math.min(into.remaining(), bytes.length - (int) position);
    into.put(bytes, (int) position, count);
    advance(count);
    return count;
  }

  @Override
  protected long length() {
    return bytes.length;
  }
}
