package dev.atelier.api;

import dev.atelier.http.server.Exchange;
import dev.atelier.http.server.Handler;
import dev.atelier.http.server.MalformedMultipartException;
import dev.atelier.http.wire.MalformedJsonException;
import dev.atelier.image.Fault;
import dev.atelier.image.RequestFault;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import java.io.IOException;

/** One route: knows the caller before anything else, and answers every fault. */
public final class Endpoint implements Handler {
  private final Authenticator authenticator;
  private final Answers answers;
  private final Scope scope;
  private final Action action;

  public Endpoint(Authenticator authenticator, Answers answers, Scope scope, Action action) {
    this.authenticator = authenticator;
    this.answers = answers;
    this.scope = scope;
    this.action = action;
  }

  /** One that takes the admin scope of who manages all tenants. */
  public static Endpoint ofOperator(Authenticator authenticator, Answers answers, Action action) {
    return new Endpoint(
        authenticator,
        answers,
        Scope.ADMIN,
        (exchange, principal) -> {
          principal.requireOperator();
          action.answer(exchange, principal);
        });
  }

  /** What a route does for a caller it knows. */
  @FunctionalInterface
  public interface Action {
    void answer(Exchange exchange, Principal principal) throws Exception;
  }

  /** What the answers of one API have in common. */
  public interface Answers {
    /** Answers a fault, as long as nothing was sent. */
    void refuse(Exchange exchange, Fault fault) throws IOException;

    /** Before anything is known of the request. */
    default void begin(Exchange exchange) {}

    /** As soon as the caller is known. */
    default void known(Exchange exchange, Principal principal) {}

    /** Runs {@code handler}, and answers the fault in which it ends. */
    default void handle(Exchange exchange, Handler handler) throws Exception {
      try {
        handler.handle(exchange);
      } catch (MalformedJsonException e) {
        refuseUncommitted(exchange, new RequestFault.MalformedBody(e.problem()));
      } catch (MalformedMultipartException e) {
        refuseUncommitted(exchange, new RequestFault.MalformedBody(e.problem()));
      } catch (RuntimeException e) {
        refuseUncommitted(exchange, Failure.fault(e).orElseThrow(() -> e));
      }
    }

    private void refuseUncommitted(Exchange exchange, Fault fault) throws IOException {
      if (exchange.committed()) {
        throw new IOException("broken off: " + fault.getClass().getSimpleName());
      }
      refuse(exchange, fault);
    }
  }

  /** What takes the admin scope is for pages of this server alone. */
  @Override
  public boolean crossOrigin() {
    return scope != Scope.ADMIN;
  }

  @Override
  public void handle(Exchange exchange) throws Exception {
    answers.handle(exchange, this::answer);
  }

  private void answer(Exchange exchange) throws Exception {
    answers.begin(exchange);
    Principal principal = authenticator.authenticate(exchange, scope);
    answers.known(exchange, principal);
    action.answer(exchange, principal);
  }
}
