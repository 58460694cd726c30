package dev.atelier.api;

import dev.atelier.http.server.Credentials;
import dev.atelier.http.server.Exchange;
import dev.atelier.image.FaultException;
import dev.atelier.metering.Keys;
import dev.atelier.metering.Principal;
import dev.atelier.metering.Scope;

/** Finds out who sent a request, by the key in its headers. */
public final class Authenticator {
  private final Keys keys;

  public Authenticator(Keys keys) {
    this.keys = keys;
  }

  /**
   * The holder of the key that the request shows, noted in the access log.
   *
   * @throws FaultException {@code MissingKey}, {@code UnknownKey} or {@code Forbidden}
   */
  public Principal authenticate(Exchange exchange, Scope scope) {
    Principal principal = keys.authenticate(Credentials.of(exchange).map(Credentials::secret));
    exchange.note("tenant", principal.tenant().value());
    exchange.note("key", principal.key().value());
    principal.require(scope);
    return principal;
  }
}
