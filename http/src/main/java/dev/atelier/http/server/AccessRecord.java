package dev.atelier.http.server;

import java.time.Duration;
import java.util.Map;

/**
 * One answered request, for the access log. Holds no query, header or body.
 *
 * @param route the template that matched ({@code /v1/models/{id}}), empty when none did
 * @param status the status sent, 499 when the client left before an answer began
 * @param bytesIn body bytes read
 * @param bytesOut body bytes written
 * @param notes what the handler added with {@link Exchange#note}
 */
public record AccessRecord(
    String method,
    String route,
    int status,
    Duration duration,
    long bytesIn,
    long bytesOut,
    String requestId,
    Map<String, Object> notes) {
  public AccessRecord {
    notes = Map.copyOf(notes);
  }
}
