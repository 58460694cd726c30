package dev.atelier.storage.s3;

import dev.atelier.image.ContentHash;
import dev.atelier.storage.ByteArrayChannel;
import dev.atelier.storage.ContentFile;
import dev.atelier.storage.ContentSource;
import dev.atelier.storage.SegmentSlice;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads objects as contents. A small one is read, and held against its hash, before any of it is
 * given out; who needs a file gets a copy that goes when it is closed.
 */
final class ObjectReader implements ContentSource {
  private static final int SMALL_BYTES = 64 << 10;

  private final S3Objects objects;
  private final Supplier<Path> scratch;

  /**
   * @param scratch names a new local file of its own
   */
  ObjectReader(S3Objects objects, Supplier<Path> scratch) {
    this.objects = objects;
    this.scratch = scratch;
  }

  @Override
  public InputStream open(ContentHash hash, Optional<SegmentSlice> slice) throws IOException {
    ObjectStream stream = ObjectStream.open(objects, hash);
    return stream.size() > SMALL_BYTES ? stream : new ByteArrayInputStream(all(stream));
  }

  @Override
  public SeekableByteChannel channel(ContentHash hash, Optional<SegmentSlice> slice)
      throws IOException {
    ObjectStream stream = ObjectStream.open(objects, hash);
    return stream.size() > SMALL_BYTES
        ? new ObjectChannel(objects, hash, stream)
        : new ByteArrayChannel(all(stream));
  }

  @Override
  public ContentFile file(ContentHash hash, Optional<SegmentSlice> slice) throws IOException {
    try (ObjectStream stream = ObjectStream.open(objects, hash)) {
      return ContentFile.copy(scratch.get(), stream);
    }
  }

  private static byte[] all(ObjectStream stream) throws IOException {
    try (stream) {
      return stream.readAllBytes();
    }
  }
}
