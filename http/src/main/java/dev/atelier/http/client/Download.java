package dev.atelier.http.client;

import dev.atelier.http.client.Redirects.Landing;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;

/** Gets one file, block by block. */
record Download(long bytesMax, Deadline deadline, OutputStream out) {
  private static final Set<Integer> FOLLOWED = Set.of(301, 302, 303, 307, 308);
  private static final int BLOCK_BYTES = 16 << 10;

  Landing<Downloaded> at(HopCall call) throws IOException {
    URI uri = call.hop().uri();
    HttpGet request = new HttpGet(uri);
    return call.run(
        request,
        response -> {
          try {
            Optional<URI> target = Redirects.target(uri, response, FOLLOWED);
            return target.isPresent()
                ? new Landing.Onward<>(target.get())
                : new Landing.Arrived<>(body(response));
          } finally {
            // Closing alone would read the rest of the body first.
            request.cancel();
          }
        });
  }

  private Downloaded body(ClassicHttpResponse response) throws IOException {
    if (response.getCode() < 200 || response.getCode() > 299) {
      throw new TransportException(new TransportProblem.Status(response.getCode()));
    }
    HttpEntity entity = response.getEntity();
    long bytes = entity == null ? 0 : copy(entity);
    Header type = response.getFirstHeader("Content-Type");
    return new Downloaded(Optional.ofNullable(type).map(Header::getValue), bytes);
  }

  private long copy(HttpEntity entity) throws IOException {
    TransportProblem tooLarge = new TransportProblem.TooLarge(bytesMax);
    if (entity.getContentLength() > bytesMax) {
      throw new TransportException(tooLarge);
    }
    InputStream in = entity.getContent();
    byte[] block = new byte[BLOCK_BYTES];
    long bytes = 0;
    for (int count = in.read(block); count >= 0; count = in.read(block)) {
      bytes += count;
      if (bytes > bytesMax) {
        throw new TransportException(tooLarge);
      }
      deadline.check();
      write(block, count);
    }
    return bytes;
  }

  private void write(byte[] block, int count) throws CallerException {
    try {
      out.write(block, 0, count);
    } catch (IOException e) {
      throw new CallerException(e);
    }
  }
}
