package dev.atelier.server.metrics;

import dev.atelier.http.server.AccessRecord;
import java.util.Set;

/** What is measured of requests. */
public final class HttpMetrics {
  private static final int ROUTES_MAX = 300;
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private final Metrics metrics;
  private final BoundedLabel routes = new BoundedLabel(ROUTES_MAX);

  public HttpMetrics(Metrics metrics) {
    this.metrics = metrics;
  }

  /** Measures one answered request by the template of its path, never by the path. */
  public void answered(AccessRecord request) {
    metrics.record(
        "atelier.http.requests",
        "time until a request was answered",
        Buckets.HTTP,
        request.duration(),
        "route",
        request.route().isEmpty() ? "none" : routes.of(request.route()),
        "method",
        METHODS.contains(request.method()) ? request.method() : BoundedLabel.OTHER,
        "status",
        Integer.toString(request.status()));
  }
}
