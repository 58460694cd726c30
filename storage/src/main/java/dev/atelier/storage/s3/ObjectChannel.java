package dev.atelier.storage.s3;

import dev.atelier.image.ContentHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** An object, read from any position: what follows each other is one request. For one thread. */
final class ObjectChannel implements SeekableByteChannel {
  private final S3Objects objects;
  private final ContentHash hash;
  private ObjectStream stream;
  private long position;
  private boolean open = true;

  /**
   * @param stream from the first byte on
   */
  ObjectChannel(S3Objects objects, ContentHash hash, ObjectStream stream) {
    this.objects = objects;
    this.hash = hash;
    this.stream = stream;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    requireOpen();
    if (!into.hasRemaining()) {
      return 0;
    }
    if (position >= stream.size()) {
      return -1;
    }
    if (stream.position() != position) {
      long size = stream.size();
      stream.close();
      stream = ObjectStream.from(objects, hash, position, size);
    }
    int count = stream.read(into.array(), into.arrayOffset() + into.position(), into.remaining());
    into.position(into.position() + count);
    position += count;
    return count;
  }

  @Override
  public long position() throws ClosedChannelException {
    requireOpen();
    return position;
  }

  @Override
  public SeekableByteChannel position(long next) throws ClosedChannelException {
    requireOpen();
    if (next < 0) {
      throw new IllegalArgumentException("a position is not negative");
    }
    position = next;
    return this;
  }

  @Override
  public long size() throws ClosedChannelException {
    requireOpen();
    return stream.size();
  }

  @Override
  public int write(ByteBuffer from) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long size) {
    throw new NonWritableChannelException();
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
    stream.close();
  }

  private void requireOpen() throws ClosedChannelException {
    if (!open) {
      throw new ClosedChannelException();
    }
  }
}
