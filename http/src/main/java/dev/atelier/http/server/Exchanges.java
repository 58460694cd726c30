package dev.atelier.http.server;

import dev.atelier.http.address.TrustedProxies;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/** What the exchanges of one server have in common. */
record Exchanges(
    HttpLimits limits,
    TrustedProxies proxies,
    Supplier<String> requestIds,
    RequestSpan.Source spans) {
  /** Answers block by block, waiting for each. */
  JettyExchange begin(Request request, Response response) {
    return begin(request, response, new BlockingSink(response), requestIds.get());
  }

  JettyExchange begin(Request request, Response response, Sink sink, String requestId) {
    return new JettyExchange(request, response, sink, requestId, this);
  }
}
