package dev.atelier.http.upstream;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The answer of one call, whose end is noted. */
final class ArrivingResponse implements UpstreamResponse {
  private final AnswerHead head;
  private final InputStream body;

  /**
   * @param body unpacked; it need not be closed
   */
  ArrivingResponse(AnswerHead head, InputStream body, CallProgress progress) {
    this.head = head;
    this.body = new Body(body, progress);
  }

  /** One that has no body. */
  ArrivingResponse(AnswerHead head, CallProgress progress) {
    this.head = head;
    this.body = InputStream.nullInputStream();
    progress.complete();
  }

  @Override
  public int status() {
    return head.status();
  }

  @Override
  public Optional<String> header(String name) {
    return head.header(name);
  }

  @Override
  public InputStream body() {
    return body;
  }

  private static final class Body extends FilterInputStream {
    private final CallProgress progress;

    Body(InputStream in, CallProgress progress) {
      super(in);
      this.progress = progress;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] block, int offset, int length) throws IOException {
      try {
        int count = super.read(block, offset, length);
        if (count < 0) {
          progress.complete();
        } else {
          progress.received();
        }
        return count;
      } catch (IOException e) {
        throw progress.failure(e);
      }
    }

    /** The connection is closed or kept by whoever made the call. */
    @Override
    public void close() {}
  }
}
