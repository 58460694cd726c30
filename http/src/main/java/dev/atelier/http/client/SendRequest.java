package dev.atelier.http.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.atelier.http.client.Redirects.Landing;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;

/**
 * Sends one request; a redirect gets the same method and body, so the statuses that would make it a
 * GET are not followed.
 */
record SendRequest(OutboundRequest request, Deadline deadline) {
  private static final Set<Integer> FOLLOWED = Set.of(301, 302, 307, 308);
  private static final int BEGINNING_MAX = 1024;

  Landing<OutboundResponse> at(HopCall hop) throws IOException {
    URI uri = hop.hop().uri();
    HttpUriRequestBase call = new HttpUriRequestBase(request.method(), uri);
    request.headers().forEach(call::setHeader);
    call.setEntity(new ContentEntity(request.content(), deadline));
    return hop.run(
        call,
        response -> {
          Optional<URI> target = Redirects.target(uri, response, FOLLOWED);
          if (target.isPresent()) {
            call.cancel();
            return new Landing.Onward<>(target.get());
          }
          return new Landing.Arrived<>(response(response, call));
        });
  }

  private static OutboundResponse response(
      ClassicHttpResponse response, HttpUriRequestBase request) {
    Optional<String> retryAfter =
        Optional.ofNullable(response.getFirstHeader("Retry-After")).map(Header::getValue);
    return new OutboundResponse(response.getCode(), retryAfter, beginning(response, request));
  }

  /** The status has come and counts, whatever becomes of the body. */
  private static String beginning(ClassicHttpResponse response, HttpUriRequestBase request) {
    byte[] bytes = new byte[BEGINNING_MAX];
    int count = 0;
    boolean whole = false;
    try {
      HttpEntity entity = response.getEntity();
      for (int more = 0; entity != null && more >= 0 && count < bytes.length; ) {
        more = entity.getContent().read(bytes, count, bytes.length - count);
        count += Math.max(0, more);
        whole = more < 0;
      }
      whole |= entity == null;
    } catch (IOException e) {
      whole = false;
    }
    if (!whole) {
      request.cancel(); // closing alone would read the rest of the body first
    }
    return new String(bytes, 0, count, UTF_8);
  }
}
