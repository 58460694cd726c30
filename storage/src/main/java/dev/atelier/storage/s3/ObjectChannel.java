package dev.atelier.storage.s3;

import dev.atelier.image.ContentHash;
import dev.atelier.storage.ReadOnlyChannel;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An object, read from any position: what follows each other is one request. For one thread. */
final class ObjectChannel extends ReadOnlyChannel {
  private final S3Objects objects;
  private final ContentHash hash;
  private ObjectStream stream;

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
    long position = position();
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
    advance(count);
    return count;
  }

  @Override
  protected long length() {
    return stream.size();
  }

  @Override
  public void close() {
    super.close();
    stream.close();
  }
}
