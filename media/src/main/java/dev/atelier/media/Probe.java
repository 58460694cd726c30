package dev.atelier.media;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Says what a file is from its header, before anything is decoded. Refuses what is not a single
 * PNG, JPEG or WebP picture within the limits: other formats whatever their name, animations, sizes
 * out of range. Reads on only until the header is complete, in small blocks and with constant
 * memory; an orientation that is stored behind the picture, as WebP does, only {@link #whole} sees.
 */
public final class Probe {
  private static final int BLOCK_BYTES = 8 * 1024;

  /** Metadata before the picture may be long, but not without end. */
  private static final long HEAD_BYTES_MAX = 16L << 20;

  private Probe() {}

  /**
   * Reads the beginning of {@code head}, which may end after the header. The stream is not closed
   * and its position afterwards is unspecified.
   */
  public static ImageInfo read(InputStream head) throws UnusableMediaException {
    return read(head, InputLimits.DEFAULT);
  }

  public static ImageInfo read(InputStream head, InputLimits limits) throws UnusableMediaException {
    try {
      return walk(head, limits);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  public static ImageInfo read(Path file) throws UnusableMediaException {
    return read(file, InputLimits.DEFAULT);
  }

  public static ImageInfo read(Path file, InputLimits limits) throws UnusableMediaException {
    try (var head = Files.newInputStream(file)) {
      if (Files.size(file) > limits.bytesMax()) {
        throw limits.tooLarge();
      }
      return walk(head, limits);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /**
   * Walks through the whole structure of a file, and says what all of it says.
   *
   * @throws UnusableMediaException also when it ends early
   */
  public static ImageInfo whole(Path file, InputLimits limits) throws UnusableMediaException {
    try {
      if (Files.size(file) > limits.bytesMax()) {
        throw limits.tooLarge();
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return WholeFile.check(file, limits);
  }

  private static ImageInfo walk(InputStream head, InputLimits limits)
      throws IOException, UnusableMediaException {
    var check = StructureCheck.ofUpload(limits);
    var block = new byte[BLOCK_BYTES];
    for (long read = 0; read < HEAD_BYTES_MAX; ) {
      int length = head.read(block);
      if (length < 0) {
        return check.finish();
      }
      check.write(block, 0, length);
      read += length;
      if (check.problem().isPresent()) {
        throw check.problem().get();
      }
      var info = check.info();
      if (info.isPresent()) {
        return info.get();
      }
    }
    throw new UnusableMediaException("has too much metadata before its picture");
  }
}
