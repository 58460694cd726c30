package dev.atelier.api;

import dev.atelier.http.server.Exchange;
import dev.atelier.http.server.Handler;
import dev.atelier.http.server.MalformedMultipartException;
import dev.atelier.http.wire.MalformedJsonException;
import dev.atelier.image.Fault;
import dev.atelier.metering.Principal;
import dev.atelier.metering.Scope;
import java.io.IOException;

/** One route: knows the caller before anything else, and answers every fault. */
public final class Endpoint implements Handler {
  private final Authenticator authenticator;
  private final Refusal refusal;
  private final Scope scope;
  private final Action action;

  public Endpoint(Authenticator authenticator, Refusal refusal, Scope scope, Action action) {
    this.authenticator = authenticator;
    this.refusal = refusal;
    this.scope = scope;
    this.action = action;
  }

  /** What a route does for a caller it knows. */
  @FunctionalInterface
  public interface Action {
    void answer(Exchange exchange, Principal principal) throws Exception;
  }

  /** How an API answers a fault. */
  @FunctionalInterface
  public interface Refusal {
    void answer(Exchange exchange, Fault fault) throws IOException;
  }

  @Override
  public void handle(Exchange exchange) throws Exception {
    try {
      action.answer(exchange, authenticator.authenticate(exchange, scope));
    } catch (MalformedJsonException e) {
      refuse(exchange, new Fault.MalformedBody(e.problem()));
    } catch (MalformedMultipartException e) {
      refuse(exchange, new Fault.MalformedBody(e.problem()));
    } catch (RuntimeException e) {
      refuse(exchange, Failure.fault(e).orElseThrow(() -> e));
    }
  }

  private void refuse(Exchange exchange, Fault fault) throws IOException {
    if (exchange.committed()) {
      throw new IOException("broken off: " + fault.getClass().getSimpleName());
    }
    refusal.answer(exchange, fault);
  }
}
