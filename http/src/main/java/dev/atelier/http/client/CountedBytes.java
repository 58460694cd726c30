package dev.atelier.http.client;

import java.io.OutputStream;

/** Counts what is written, and keeps none of it. */
final class CountedBytes extends OutputStream {
  private long bytes;

  long bytes() {
    return bytes;
  }

  @Override
  public void write(int b) {
    bytes++;
  }

  @Override
  public void write(byte[] source, int offset, int length) {
    bytes += length;
  }
}
