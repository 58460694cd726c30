package dev.atelier.api.runware;

import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body of which no more than so much is read, however much its route takes. */
final class BoundedBody extends FilterInputStream {
  private final long bytesMax;
  private long bytes;

  BoundedBody(InputStream in, long bytesMax) {
    super(in);
    this.bytesMax = bytesMax;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /**
   * @throws FaultException {@link RequestFault.BodyTooLarge}
   */
  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = in.read(target, offset, length);
    bytes += Math.max(0, count);
    if (bytes > bytesMax) {
      throw new FaultException(new RequestFault.BodyTooLarge(bytesMax));
    }
    return count;
  }
}
