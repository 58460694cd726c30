package dev.atelier.server.metrics;

import dev.atelier.http.server.AccessRecord;
import java.util.Optional;
import java.util.Set;

/** What is told of a request, without anything that its client chose freely. */
public final class RequestLabels {
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private RequestLabels() {}

  /** Its method, where that is one of the usual ones. */
  public static Optional<String> method(AccessRecord request) {
    return Optional.of(request.method()).filter(METHODS::contains);
  }
}
