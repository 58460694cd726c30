package dev.atelier.storage.s3;

import dev.atelier.image.ContentHash;
import dev.atelier.image.FaultException;
import dev.atelier.image.Sha256;
import dev.atelier.storage.ContentDigest;
import dev.atelier.storage.DamagedContentException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * The bytes of an object from some position on. One that breaks off is asked for again from there;
 * one that was read from its first byte must have the right hash, or its last block is not given
 * out. For one thread.
 */
final class ObjectStream extends InputStream {
  private static final int TRIES = 3;

  private final S3Objects objects;
  private final ContentHash hash;
  private final long size;
  private final MessageDigest digest = Sha256.digest();
  private final boolean whole;
  private ResponseInputStream<GetObjectResponse> in;
  private long position;
  private int triesLeft = TRIES;

  /**
   * @param in the bytes from {@code position} on
   * @param size of the object
   */
  private ObjectStream(
      S3Objects objects,
      ContentHash hash,
      ResponseInputStream<GetObjectResponse> in,
      long position,
      long size) {
    this.objects = objects;
    this.hash = hash;
    this.in = in;
    this.position = position;
    this.size = size;
    this.whole = position == 0;
  }

  /** All of it. */
  static ObjectStream open(S3Objects objects, ContentHash hash) throws IOException {
    var in = objects.get(hash, 0);
    return new ObjectStream(objects, hash, in, 0, in.response().contentLength());
  }

  /** The rest of it; {@code position} is below its size. */
  static ObjectStream from(S3Objects objects, ContentHash hash, long position, long size)
      throws IOException {
    return new ObjectStream(objects, hash, objects.get(hash, position), position, size);
  }

  long size() {
    return size;
  }

  long position() {
    return position;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (position >= size) {
      verify();
      return -1;
    }
    int count = some(into, offset, (int) Math.min(length, size - position));
    digest.update(into, offset, count);
    position += count;
    if (position == size) {
      verify();
    }
    return count;
  }

  /** At least one byte. */
  private int some(byte[] into, int offset, int length) throws IOException {
    while (true) {
      IOException broken;
      try {
        int count = in.read(into, offset, length);
        if (count > 0) {
          return count;
        }
        broken = new IOException("the object store broke off");
      } catch (IOException failure) {
        broken = failure;
      }
      resume(broken);
    }
  }

  private void resume(IOException broken) throws IOException {
    in.abort();
    if (triesLeft == 0 || Thread.currentThread().isInterrupted()) {
      throw broken;
    }
    triesLeft--;
    try {
      in = objects.get(hash, position);
    } catch (FaultException away) {
      broken.addSuppressed(away);
      throw broken;
    }
  }

  private void verify() throws IOException {
    if (whole && !ContentDigest.hash(copy(digest)).equals(hash)) {
      throw new DamagedContentException(hash);
    }
  }

  private static MessageDigest copy(MessageDigest digest) {
    try {
      return (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** What was not read is not waited for. */
  @Override
  public void close() {
    if (position < size) {
      in.abort();
      return;
    }
    try {
      in.close();
    } catch (IOException _) {
      in.abort(); // all was read
    }
  }
}
