package dev.atelier.api.session;

import dev.atelier.http.server.Exchange;
import dev.atelier.image.KeyId;
import dev.atelier.image.TenantId;
import dev.atelier.metering.session.BrowserSession;
import dev.atelier.metering.session.SessionStore;
import dev.atelier.metering.session.SessionStore.Begun;
import java.time.Duration;
import java.util.Optional;

/**
 * Who has signed in with a browser: a random cookie stands for the key, which the browser never
 * keeps.
 *
 * <p>The key is looked at for each request, so that a session ends with its key.
 */
public final class BrowserSessions {
  /** What the cookie is called. */
  public static final String COOKIE = "atelier_session";

  private final SessionStore store;
  private final String path;

  /**
   * @param path below which the cookie is sent, such as {@code /api/v1}
   */
  public BrowserSessions(String path, SessionStore store) {
    this.path = path;
    this.store = store;
  }

  /** Begins a session with a key that was just accepted; its cookie goes with the answer. */
  public BrowserSession begin(Exchange exchange, TenantId tenant, KeyId key) {
    return begun(exchange, store.begin(tenant, key));
  }

  /** Gives the browser the cookie of a session that has just begun. */
  public BrowserSession begun(Exchange exchange, Begun begun) {
    BrowserSession session = begun.session();
    set(exchange, begun.token(), Duration.between(session.created(), session.expires()));
    return session;
  }

  /** Ends the session of a request, if it has one, and takes the cookie back. */
  public void end(Exchange exchange) {
    token(exchange).ifPresent(store::end);
    set(exchange, "", Duration.ZERO);
  }

  /**
   * The session of a request, if a page of this server sent it; see {@link #sentByOwnPage}. Looked
   * up in the database now and then, so not for use inside a transaction body.
   */
  public Optional<BrowserSession> of(Exchange exchange) {
    return token(exchange).filter(_ -> sentByOwnPage(exchange)).flatMap(store::find);
  }

  /**
   * Whether a page of this server sent a request. One that may change something must also have the
   * header {@code x-atelier-page}, which other pages cannot add.
   */
  public boolean sentByOwnPage(Exchange exchange) {
    return OwnPage.sent(exchange);
  }

  private void set(Exchange exchange, String cookie, Duration lasts) {
    String secure = exchange.baseUrl().startsWith("https:") ? "; Secure" : "";
    exchange.addHeader(
        "Set-Cookie",
        "%s=%s; Path=%s; Max-Age=%d; HttpOnly; SameSite=Strict%s"
            .formatted(COOKIE, cookie, path, lasts.toSeconds(), secure));
  }

  private static Optional<String> token(Exchange exchange) {
    return Cookies.value(exchange, COOKIE);
  }
}
