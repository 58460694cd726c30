package dev.atelier.http.server;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One answered request, for the access log. Holds no query, header or body.
 *
 * @param route the template that matched ({@code /v1/models/{id}}), empty when none did
 * @param status the status sent, 499 when the client left before an answer began
 * @param bytesIn body bytes read
 * @param bytesOut body bytes written
 * @param notes what the handler added with {@link Exchange#note}
 * @param received when its headers were read
 * @param span its place in a trace, where requests are traced
 */
public record AccessRecord(
    String method,
    String route,
    int status,
    Duration duration,
    long bytesIn,
    long bytesOut,
    String requestId,
    Map<String, Object> notes,
    Instant received,
    Optional<RequestSpan> span) {
  public AccessRecord {
    notes = Map.copyOf(notes);
  }
}
