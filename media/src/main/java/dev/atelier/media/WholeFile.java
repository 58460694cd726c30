package dev.atelier.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs an upload's {@link StructureCheck} over a stored file. */
final class WholeFile {
  private static final int BLOCK_BYTES = 64 * 1024;

  private WholeFile() {}

  static ImageInfo check(Path file, InputLimits limits) throws UnusableMediaException {
    var check = StructureCheck.ofUpload(limits);
    try (var in = Files.newInputStream(file)) {
      var block = new byte[BLOCK_BYTES];
      for (int length; (length = in.read(block)) >= 0 && check.problem().isEmpty(); ) {
        check.write(block, 0, length);
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return check.finish();
  }
}
