package dev.atelier.http.upstream;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;

/** The answer of one call, whose end is noted. */
final class ArrivingResponse implements UpstreamResponse {
  private final ClassicHttpResponse response;
  private final InputStream body;

  ArrivingResponse(ClassicHttpResponse response, CallProgress progress) throws IOException {
    this.response = response;
    HttpEntity entity = response.getEntity();
    if (entity == null) {
      progress.complete();
      this.body = InputStream.nullInputStream();
    } else {
      this.body = new Body(entity.getContent(), progress);
    }
  }

  @Override
  public int status() {
    return response.getCode();
  }

  @Override
  public Optional<String> header(String name) {
    return Optional.ofNullable(response.getFirstHeader(name)).map(Header::getValue);
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
