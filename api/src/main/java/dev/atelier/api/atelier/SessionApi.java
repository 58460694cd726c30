package dev.atelier.api.atelier;

import dev.atelier.api.Authenticator;
import dev.atelier.api.read.Fields;
import dev.atelier.api.session.BrowserSessions;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.server.Handler;
import dev.atelier.http.server.Mount;
import dev.atelier.image.AdmissionFault.Forbidden;
import dev.atelier.image.FaultException;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /session}: signing in and out, for pages of this server, and who a caller is. */
public final class SessionApi {
  private static final String PATH = "/session";
  private static final String KEY = "key";

  private final Authenticator authenticator;
  private final BrowserSessions sessions;
  private final AnswerErrors errors = new AnswerErrors();

  /**
   * @param authenticator knows the callers of the whole API, by these sessions too
   */
  public SessionApi(Authenticator authenticator, BrowserSessions sessions) {
    this.authenticator = authenticator;
    this.sessions = sessions;
  }

  /** Adds it to the paths of Atelier's own API. */
  public Mount on(Mount own) {
    return own.post(PATH, answering(this::begin))
        .get(PATH, answering(this::show))
        .delete(PATH, answering(this::end));
  }

  private Handler answering(Handler handler) {
    return Handler.sameOrigin(exchange -> errors.handle(exchange, handler));
  }

  private void begin(Exchange exchange) throws IOException {
    Fields fields = Fields.ofJson("", AccountsApi.optionalBody(exchange));
    fields.only(Set.of(KEY));
    Optional<String> key = fields.text(KEY).map(String::strip);
    Principal who = authenticator.authenticate(exchange, key);
    requireOwnPage(exchange);
    Instant expires = sessions.begin(exchange, key.orElseThrow());
    answer(exchange, 201, who, Optional.of(expires));
  }

  private void show(Exchange exchange) throws IOException {
    Principal who = authenticator.authenticate(exchange);
    answer(exchange, 200, who, sessions.expires(exchange));
  }

  private void end(Exchange exchange) throws IOException {
    Principal _ = authenticator.authenticate(exchange);
    sessions.end(exchange);
    exchange.respond(204);
  }

  private void requireOwnPage(Exchange exchange) {
    if (!sessions.sentByOwnPage(exchange)) {
      throw new FaultException(
          new Forbidden("to come in a header: sessions are for pages of this server"));
    }
  }

  private static void answer(
      Exchange exchange, int status, Principal who, Optional<Instant> expires) throws IOException {
    ObjectNode json =
        Json.object().put("tenant", who.tenant().value()).put("key", who.key().value());
    ArrayNode scopes = json.putArray("scopes");
    Arrays.stream(Scope.values())
        .filter(who.scopes()::contains)
        .forEach(scope -> scopes.add(scope.word()));
    json.put("operator", who.operator());
    Json.time(json, "expires_at", expires);
    exchange.setHeader("Cache-Control", "no-store");
    Json.respond(exchange, status, json);
  }
}
