package dev.atelier.api.openai;

import dev.atelier.api.Authenticator;
import dev.atelier.api.Failure;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.server.Handler;
import dev.atelier.http.server.MalformedMultipartException;
import dev.atelier.http.wire.MalformedJsonException;
import dev.atelier.image.Fault;
import dev.atelier.metering.Principal;
import dev.atelier.metering.Scope;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * One route: knows the caller before anything else, times the answer, and answers faults as long as
 * nothing was sent.
 */
final class Endpoint implements Handler {
  private final Authenticator authenticator;
  private final AnswerErrors errors;
  private final InstantSource clock;
  private final Scope scope;
  private final Action action;

  Endpoint(
      Authenticator authenticator,
      AnswerErrors errors,
      InstantSource clock,
      Scope scope,
      Action action) {
    this.authenticator = authenticator;
    this.errors = errors;
    this.clock = clock;
    this.scope = scope;
    this.action = action;
  }

  /** What a route does for a caller it knows. */
  @FunctionalInterface
  interface Action {
    void answer(Exchange exchange, Principal principal, Instant begun) throws Exception;
  }

  @Override
  public void handle(Exchange exchange) throws Exception {
    Instant begun = clock.instant();
    try {
      CommonHeaders.set(exchange, Duration.ZERO);
      Principal principal = authenticator.authenticate(exchange, scope);
      CommonHeaders.set(exchange, principal);
      action.answer(exchange, principal, begun);
    } catch (MalformedJsonException e) {
      refuse(exchange, begun, new Fault.MalformedBody(e.problem()));
    } catch (MalformedMultipartException e) {
      refuse(exchange, begun, new Fault.MalformedBody(e.problem()));
    } catch (RuntimeException e) {
      refuse(exchange, begun, Failure.fault(e).orElseThrow(() -> e));
    }
  }

  private void refuse(Exchange exchange, Instant begun, Fault fault) throws IOException {
    if (exchange.committed()) {
      throw new IOException("broken off: " + fault.getClass().getSimpleName());
    }
    CommonHeaders.set(exchange, Duration.between(begun, clock.instant()));
    errors.answer(exchange, fault);
  }
}
