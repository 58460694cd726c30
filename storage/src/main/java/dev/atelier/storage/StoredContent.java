package dev.atelier.storage;

import dev.atelier.image.ContentHash;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/**
 * The bytes of an artifact, to be read as often as wanted. A small content is read at once when it
 * is opened, so that what is read stays whole whatever becomes of the artifact meanwhile.
 *
 * <p>What opens it throws {@link NoSuchFileException} if the content is gone, and else as {@link
 * ContentSource} has it.
 */
public final class StoredContent {
  private final ContentHash hash;
  private final Optional<SegmentSlice> slice;
  private final ContentSource contents;

  StoredContent(ContentHash hash, Optional<SegmentSlice> slice, ContentSource contents) {
    this.hash = hash;
    this.slice = slice;
    this.contents = contents;
  }

  /** To be read to its end, by whom nobody is likely to follow soon. */
  public InputStream open() throws IOException {
    return contents.open(hash, slice);
  }

  /** The same, at any position. */
  public SeekableByteChannel channel() throws IOException {
    return contents.channel(hash, slice);
  }

  /** A file that holds it, for those who can read nothing else; to be closed. */
  public ContentFile file() throws IOException {
    return contents.file(hash, slice);
  }

  /** Where it is read without us, as {@link ContentSource#address} has it. */
  public Optional<URI> address(LinkTerms terms) {
    return contents.address(hash, terms);
  }
}
