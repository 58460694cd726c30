package dev.atelier.http.client;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

/** Writes content to the connection; a file in blocks, of which one is in memory. */
final class ContentEntity extends AbstractHttpEntity {
  static final int BLOCK_BYTES = 16 << 10;

  private final Content content;
  private final Deadline deadline;

  ContentEntity(Content content, Deadline deadline) {
    super(content.mediaType(), null);
    this.content = content;
    this.deadline = deadline;
  }

  @Override
  public long getContentLength() {
    return content.length();
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    switch (content) {
      case Content.Bytes(var _, var bytes) -> out.write(bytes);
      case Content.File file -> write(file, out);
      case Content.Written written -> write(written, out);
    }
  }

  private void write(Content.File file, OutputStream out) throws IOException {
    try (InputStream in = open(file)) {
      byte[] block = new byte[BLOCK_BYTES];
      long left = file.length();
      for (int count = read(in, block); count >= 0; count = read(in, block)) {
        left -= count;
        if (left < 0) {
          break;
        }
        deadline.check();
        out.write(block, 0, count);
      }
      if (left != 0) {
        throw new CallerException(new IOException("the file is not as long as it was said to be"));
      }
    }
  }

  /** What cannot be read is the caller's trouble, what cannot be sent the connection's. */
  private void write(Content.Written written, OutputStream out) throws IOException {
    var sent =
        new FilterOutputStream(out) {
          private boolean broken;

          @Override
          public void write(byte[] source, int offset, int length) throws IOException {
            deadline.check();
            broken = true;
            out.write(source, offset, length);
            broken = false;
          }
        };
    try {
      written.writer().write(sent);
    } catch (IOException e) {
      throw sent.broken ? e : new CallerException(e);
    }
  }

  private static InputStream open(Content.File file) throws CallerException {
    try {
      return file.file().open();
    } catch (IOException e) {
      throw new CallerException(e);
    }
  }

  private static int read(InputStream in, byte[] block) throws CallerException {
    try {
      return in.read(block);
    } catch (IOException e) {
      throw new CallerException(e);
    }
  }

  @Override
  public InputStream getContent() {
    throw new UnsupportedOperationException("written, never read");
  }

  @Override
  public boolean isStreaming() {
    return false;
  }

  @Override
  public boolean isRepeatable() {
    return true;
  }

  @Override
  public void close() {}
}
