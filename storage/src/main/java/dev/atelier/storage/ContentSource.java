package dev.atelier.storage;

import dev.atelier.image.ContentHash;
import dev.atelier.image.FaultException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/**
 * Contents to be read. What cannot be had is a {@link NoSuchFileException} if it is nowhere, a
 * {@link DamagedContentException} if the bytes are others, another {@link IOException} if they
 * cannot be read, and a {@link FaultException} with {@code Unavailable} if nobody can tell now.
 *
 * <p>A {@code slice} is where a content is believed to be, if it has no place of its own.
 */
public interface ContentSource {
  /** The bytes from first to last, by whom nobody is likely to follow soon. */
  InputStream open(ContentHash hash, Optional<SegmentSlice> slice) throws IOException;

  /** The same, at any position. */
  SeekableByteChannel channel(ContentHash hash, Optional<SegmentSlice> slice) throws IOException;

  /** A file that holds them. */
  ContentFile file(ContentHash hash, Optional<SegmentSlice> slice) throws IOException;

  /**
   * Where whoever has this address reads the bytes without us, until its time is over; empty where
   * they are only read through us.
   */
  default Optional<URI> address(ContentHash hash, LinkTerms terms) {
    return Optional.empty();
  }
}
