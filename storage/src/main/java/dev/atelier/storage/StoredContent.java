package dev.atelier.storage;

import dev.atelier.image.ContentHash;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The bytes of an artifact, to be read as often as wanted. A small content is read at once when it
 * is opened, so that what is read stays whole whatever becomes of the artifact meanwhile.
 *
 * <p>Every method throws {@link NoSuchFileException} if the content is gone.
 */
public final class StoredContent {
  private final ContentHash hash;
  private final Optional<SegmentSlice> slice;
  private final ContentLookup lookup;

  StoredContent(ContentHash hash, Optional<SegmentSlice> slice, ContentLookup lookup) {
    this.hash = hash;
    this.slice = slice;
    this.lookup = lookup;
  }

  /** To be read to its end, by whom nobody is likely to follow soon. */
  public InputStream open() throws IOException {
    return switch (find()) {
      case Found.Small(var bytes) -> new ByteArrayInputStream(bytes);
      case Found.File(var path) -> new UncachedFile(path);
    };
  }

  /** The same, at any position. */
  public SeekableByteChannel channel() throws IOException {
    return switch (find()) {
      case Found.Small(var bytes) -> new ByteArrayChannel(bytes);
      case Found.File(var path) -> FileChannel.open(path);
    };
  }

  /** A file that holds it, for those who can read nothing else; to be closed. */
  public ContentFile file() throws IOException {
    return switch (find()) {
      case Found.Small(var bytes) -> ContentFile.copy(lookup.scratch(), bytes);
      case Found.File(var path) -> ContentFile.kept(path);
    };
  }

  private Found find() throws IOException {
    return lookup.find(hash, slice);
  }

  /** What there is of a content. */
  sealed interface Found {
    record Small(byte[] bytes) implements Found {}

    record File(Path path) implements Found {}
  }
}
