package dev.atelier.http.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

/** Writes a body to the connection. */
final class UpstreamEntity extends AbstractHttpEntity {
  private final UpstreamBody body;

  UpstreamEntity(UpstreamBody body) {
    super(body.mediaType(), null, body.length() < 0);
    this.body = body;
  }

  @Override
  public long getContentLength() {
    return body.length();
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    body.writeTo(out);
  }

  @Override
  public InputStream getContent() {
    throw new UnsupportedOperationException("written, never read");
  }

  @Override
  public boolean isStreaming() {
    return false;
  }

  /** Whoever pays decides on repeats. */
  @Override
  public boolean isRepeatable() {
    return false;
  }

  @Override
  public void close() {}
}
