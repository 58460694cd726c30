package dev.atelier.server.operations;

import dev.atelier.http.server.Credentials;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.server.Handler;
import dev.atelier.http.server.Mount;
import dev.atelier.image.FaultException;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Keys;
import dev.atelier.metering.key.Scope;
import dev.atelier.server.metrics.Metrics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code /healthz}, {@code /readyz} and {@code /metrics}. */
public final class Operations {
  private static final String TEXT = "text/plain; charset=utf-8";

  private final Metrics metrics;
  private final Keys keys;
  private final Supplier<Optional<String>> notReady;

  /**
   * @param notReady why the server takes no work now; empty when it does
   */
  public Operations(Metrics metrics, Keys keys, Supplier<Optional<String>> notReady) {
    this.metrics = metrics;
    this.keys = keys;
    this.notReady = notReady;
  }

  /**
   * Adds the routes to the root; {@code /metrics} needs the read scope in the tenant {@code
   * default} unless it is asked from this machine.
   */
  public Mount on(Mount root) {
    return root.get("/healthz", exchange -> text(exchange, 200, "ok\n"))
        .get("/readyz", this::ready)
        .get("/metrics", Handler.sameOrigin(this::metrics));
  }

  private void ready(Exchange exchange) throws IOException {
    Optional<String> reason = notReady.get();
    if (reason.isPresent()) {
      exchange.setHeader("Retry-After", "5");
      text(exchange, 503, reason.get() + "\n");
    } else {
      text(exchange, 200, "ready\n");
    }
  }

  private void metrics(Exchange exchange) throws IOException {
    if (exchange.remoteIsLoopback() || mayRead(exchange)) {
      exchange.respond(
          200,
          "text/plain; version=0.0.4; charset=utf-8",
          metrics.scrape().getBytes(StandardCharsets.UTF_8));
    } else {
      exchange.setHeader("WWW-Authenticate", "Bearer realm=\"Atelier\"");
      text(exchange, 401, "A key of the operator with the read scope is needed.\n");
    }
  }

  private boolean mayRead(Exchange exchange) {
    try {
      var caller = keys.authenticate(Credentials.of(exchange).map(Credentials::secret));
      caller.require(Scope.READ);
      return caller.tenant().equals(TenantId.DEFAULT); // they tell of all tenants
    } catch (FaultException e) {
      return false;
    }
  }

  private static void text(Exchange exchange, int status, String text) throws IOException {
    exchange.setHeader("Cache-Control", "no-store");
    exchange.respond(status, TEXT, text.getBytes(StandardCharsets.UTF_8));
  }
}
