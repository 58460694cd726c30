package dev.atelier.server.metrics;

import dev.atelier.http.server.AccessRecord;

/** What is measured of requests. */
public final class HttpMetrics {
  private static final int ROUTES_MAX = 300;

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
        RequestLabels.method(request).orElse(BoundedLabel.OTHER),
        "status",
        Integer.toString(request.status()));
  }
}
