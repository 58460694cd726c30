package dev.atelier.http.wire;

import java.io.InputStream;

/** Bytes that arrive in two reads, cut at one place; or, for a negative cut, one byte at a time. */
public final class SplitStream extends InputStream {
  private final byte[] bytes;
  private final int cut;
  private int at;

  public SplitStream(byte[] bytes, int cut) {
    this.bytes = bytes.clone();
    this.cut = cut;
  }

  @Override
  public int read() {
    return at < bytes.length ? bytes[at++] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (at == bytes.length) {
      return -1;
    }
    int most = cut < 0 ? 1 : (at < cut ? cut : bytes.length) - at;
    int count = Math.min(most, length);
    System.arraycopy(bytes, at, target, offset, count);
    at += count;
    return count;
  }
}
