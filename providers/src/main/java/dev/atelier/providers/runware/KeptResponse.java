package dev.atelier.providers.runware;

import dev.atelier.http.upstream.UpstreamException;
import dev.atelier.http.upstream.UpstreamResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** An answer whose body can be read more than once. */
final class KeptResponse implements UpstreamResponse {
  private static final int BODY_MAX = 64 << 10;

  private final UpstreamResponse head;
  private final byte[] body;

  private KeptResponse(UpstreamResponse head, byte[] body) {
    this.head = head;
    this.body = body;
  }

  /** Of the first 64 KiB; of nothing where the body breaks off. */
  static KeptResponse of(UpstreamResponse response) throws IOException {
    try {
      return new KeptResponse(response, response.body().readNBytes(BODY_MAX));
    } catch (UpstreamException e) {
      return new KeptResponse(response, new byte[0]);
    }
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
    return new ByteArrayInputStream(body);
  }
}
