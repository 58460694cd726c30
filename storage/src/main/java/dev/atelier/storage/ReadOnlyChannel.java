package dev.atelier.storage;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** A channel that is read from any position and not written; for one thread. */
public abstract class ReadOnlyChannel implements SeekableByteChannel {
  private long position;
  private boolean open = true;

  /** How many bytes there are to be read. */
  protected abstract long length();

  /** So many bytes were read. */
  protected final void advance(int count) {
    position += count;
  }

  private void requireOpen() throws ClosedChannelException {
    if (!open) {
      throw new ClosedChannelException();
    }
  }

  @Override
  public final long position() throws ClosedChannelException {
    requireOpen();
    return position;
  }

  @Override
  public final SeekableByteChannel position(long next) throws ClosedChannelException {
    requireOpen();
    if (next < 0) {
      throw new IllegalArgumentException("a position is not negative");
    }
    position = next;
    return this;
  }

  @Override
  public final long size() throws ClosedChannelException {
    requireOpen();
    return length();
  }

  @Override
  public final int write(ByteBuffer from) {
    throw new NonWritableChannelException();
  }

  @Override
  public final SeekableByteChannel truncate(long size) {
    throw new NonWritableChannelException();
  }

  @Override
  public final boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
  }
}
