package dev.atelier.api.read;

import java.io.IOException;
import java.io.OutputStream;

/** Passes on the first bytes and forgets the rest. Never closes the stream behind it. */
final class CappedOutput extends OutputStream {
  private final OutputStream out;
  private long left;

  CappedOutput(OutputStream out, long bytesMax) {
    this.out = out;
    this.left = bytesMax;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    int taken = (int) Math.min(left, length);
    out.write(source, offset, taken);
    left -= taken;
  }
}
