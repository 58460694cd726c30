package dev.atelier.providers.sandbox;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Passes the first bytes on and swallows the rest; never closes what it writes to. */
final class CutStream extends FilterOutputStream {
  private final long max;
  private long written;

  CutStream(OutputStream out, long max) {
    super(out);
    this.max = max;
  }

  long written() {
    return written;
  }

  @Override
  public void write(int single) throws IOException {
    if (written < max) {
      out.write(single);
      written++;
    }
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    int passed = (int) Math.min(length, max - written);
    if (passed > 0) {
      out.write(bytes, from, passed);
      written += passed;
    }
  }

  @Override
  public void close() throws IOException {
    flush();
  }
}
