package dev.atelier.api.openai;

import dev.atelier.gateway.query.WatchJob.Watcher;
import dev.atelier.http.server.Exchange;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Sends a blank with every heartbeat, so that no proxy takes a call that waits for one that hangs.
 * JSON may begin with blanks; what cannot be taken back is the status that leaves before the first.
 */
final class KeepAliveBytes implements Watcher {
  private final Exchange exchange;
  private @Nullable OutputStream body;

  KeepAliveBytes(Exchange exchange) {
    this.exchange = exchange;
  }

  @Override
  public void idle() throws IOException {
    OutputStream out = body();
    out.write(' ');
    out.flush();
  }

  /** Whether the answer has begun, with status 200. */
  boolean begun() {
    return body != null;
  }

  /** The answer's body, of a length that is not known. */
  OutputStream body() throws IOException {
    OutputStream out = body;
    if (out == null) {
      CommonHeaders.set(exchange);
      exchange.setHeader("X-Accel-Buffering", "no");
      out = exchange.respond(200, "application/json");
      body = out;
    }
    return out;
  }
}
