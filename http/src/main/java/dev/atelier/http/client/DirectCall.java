package dev.atelier.http.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;

/** Asks one place and reads the whole answer into memory, up to a bound. */
record DirectCall(DirectRequest request, int bytesMax, Deadline deadline) {
  private static final int BLOCK_BYTES = 8 << 10;

  DirectAnswer at(HopCall hop) throws IOException {
    String method = request.content().isPresent() ? "POST" : "GET";
    HttpUriRequestBase call = new HttpUriRequestBase(method, hop.hop().uri());
    request.headers().forEach(call::setHeader);
    request.content().ifPresent(body -> call.setEntity(new ContentEntity(body, deadline)));
    return hop.run(
        call,
        response -> {
          try {
            return new DirectAnswer(response.getCode(), body(response));
          } finally {
            // Closing alone would read the rest of the body first.
            call.cancel();
          }
        });
  }

  private byte[] body(ClassicHttpResponse response) throws IOException {
    HttpEntity entity = response.getEntity();
    if (entity == null) {
      return new byte[0];
    }
    TransportProblem tooLarge = new TransportProblem.TooLarge(bytesMax);
    if (entity.getContentLength() > bytesMax) {
      throw new TransportException(tooLarge);
    }
    InputStream in = entity.getContent();
    byte[] block = new byte[BLOCK_BYTES];
    var bytes = new ByteArrayOutputStream();
    for (int count = in.read(block); count >= 0; count = in.read(block)) {
      bytes.write(block, 0, count);
      if (bytes.size() > bytesMax) {
        throw new TransportException(tooLarge);
      }
      deadline.check();
    }
    return bytes.toByteArray();
  }
}
