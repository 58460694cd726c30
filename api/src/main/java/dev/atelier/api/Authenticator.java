package dev.atelier.api;

import dev.atelier.api.session.BrowserSessions;
import dev.atelier.http.server.Credentials;
import dev.atelier.http.server.Exchange;
import dev.atelier.image.FaultException;
import dev.atelier.metering.key.Dialect;
import dev.atelier.metering.key.Keys;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import dev.atelier.metering.session.BrowserSession;
import java.util.List;
import java.util.Optional;

/** Finds out who sent a request, by the key in its headers or, of a page of ours, its session. */
public final class Authenticator {
  private final Keys keys;
  private final Optional<BrowserSessions> sessions;
  private final List<Dialect> dialects;

  /**
   * @param dialects of which a key must be allowed one
   */
  public Authenticator(Keys keys, Dialect... dialects) {
    this(keys, Optional.empty(), dialects);
  }

  /** The same where pages of this server may show the cookie of a session in the place of a key. */
  public Authenticator(Keys keys, BrowserSessions sessions, Dialect... dialects) {
    this(keys, Optional.of(sessions), dialects);
  }

  private Authenticator(Keys keys, Optional<BrowserSessions> sessions, Dialect... dialects) {
    this.keys = keys;
    this.sessions = sessions;
    this.dialects = List.of(dialects);
  }

  /**
   * The holder of the key that the request shows, noted in the access log.
   *
   * @throws FaultException {@code MissingKey}, {@code UnknownKey} or {@code Forbidden}
   */
  public Principal authenticate(Exchange exchange, Scope scope) {
    Principal principal = authenticate(exchange);
    principal.require(scope);
    return principal;
  }

  /** The same whatever its scopes. */
  public Principal authenticate(Exchange exchange) {
    Optional<String> shown = Credentials.of(exchange).map(Credentials::secret);
    Optional<BrowserSession> session =
        shown.isPresent() ? Optional.empty() : sessions.flatMap(all -> all.of(exchange));
    return session.isPresent()
        ? noted(
            exchange,
            keys.authenticate(session.get().key()).by(session.flatMap(BrowserSession::person)))
        : authenticate(exchange, shown);
  }

  /** The same of a key that the request shows elsewhere, whatever its scopes. */
  public Principal authenticate(Exchange exchange, Optional<String> secret) {
    return noted(exchange, keys.authenticate(secret));
  }

  private Principal noted(Exchange exchange, Principal principal) {
    exchange.note("tenant", principal.tenant().value());
    exchange.note("key", principal.key().value());
    principal.requireAny(dialects);
    return principal;
  }

  /** The same where there is no request. */
  public Principal authenticate(Optional<String> secret) {
    Principal principal = keys.authenticate(secret);
    principal.requireAny(dialects);
    return principal;
  }
}
