package dev.atelier.storage.s3;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import software.amazon.awssdk.http.ContentStreamProvider;

/** Some bytes of a content, to be read as often as they have to be sent. */
record Slice(Source source, long from, long length) implements ContentStreamProvider {
  private static final int BLOCK_BYTES = 64 << 10;

  /** Where they are. */
  @FunctionalInterface
  interface Source {
    InputStream open() throws IOException;
  }

  static Slice of(Path file, long from, long length) {
    return new Slice(() -> Files.newInputStream(file), from, length);
  }

  @Override
  public InputStream newStream() {
    try {
      return new BufferedInputStream(open(), BLOCK_BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  InputStream open() throws IOException {
    InputStream in = source.open();
    try {
      in.skipNBytes(from);
      return new Bounded(in, length);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** The next so many bytes of a stream. */
  private static final class Bounded extends FilterInputStream {
    private long left;

    Bounded(InputStream in, long bytes) {
      super(in);
      this.left = bytes;
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (left == 0 && length > 0) {
        return -1;
      }
      int count = super.read(into, offset, (int) Math.min(length, left));
      left -= Math.max(count, 0);
      return count;
    }

    @Override
    public long skip(long count) throws IOException {
      long skipped = super.skip(Math.min(count, left));
      left -= skipped;
      return skipped;
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
