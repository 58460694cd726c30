package dev.atelier.http.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A file of ours that is sent block by block. */
@FunctionalInterface
public interface LocalFile {
  /** A new stream from its first byte on. */
  InputStream open() throws IOException;

  /** The stream, whose failures are told from those of the connection. */
  default InputStream source() throws LocalSourceException {
    try {
      return new LocalStream(open());
    } catch (IOException e) {
      throw new LocalSourceException(e);
    }
  }

  /** Sends all of it. */
  default void copyTo(OutputStream out) throws IOException {
    try (InputStream in = source()) {
      byte[] block = new byte[16 << 10];
      for (int count = in.read(block); count >= 0; count = in.read(block)) {
        out.write(block, 0, count);
      }
    }
  }
}
