package dev.atelier.http.upstream;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream whose failures are {@link LocalSourceException}s. */
final class LocalStream extends FilterInputStream {
  LocalStream(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    try {
      return super.read();
    } catch (IOException e) {
      throw new LocalSourceException(e);
    }
  }

  @Override
  public int read(byte[] block, int offset, int length) throws IOException {
    try {
      return super.read(block, offset, length);
    } catch (IOException e) {
      throw new LocalSourceException(e);
    }
  }
}
