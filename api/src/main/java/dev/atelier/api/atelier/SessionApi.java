package dev.atelier.api.atelier;

import dev.atelier.api.Authenticator;
import dev.atelier.api.oidc.OidcSignIn;
import dev.atelier.api.read.Fields;
import dev.atelier.api.session.BrowserSessions;
import dev.atelier.gateway.admin.ManageSessions;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.server.Handler;
import dev.atelier.http.server.Mount;
import dev.atelier.image.AdmissionFault.Forbidden;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import dev.atelier.metering.session.BrowserSession;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /session}: signing in and out, for pages of this server, and who a caller is; {@code
 * /sessions}: the browsers that are signed in.
 */
public final class SessionApi {
  private static final String PATH = "/session";
  private static final String KEY = "key";
  private static final String TENANT = "tenant";

  private final Authenticator authenticator;
  private final BrowserSessions sessions;
  private final ManageSessions manage;
  private final Optional<OidcSignIn> oidc;
  private final AnswerErrors errors = new AnswerErrors();

  /**
   * @param authenticator knows the callers of the whole API, by these sessions too
   * @param oidc the other way to sign in, where there is one
   */
  public SessionApi(
      Authenticator authenticator,
      BrowserSessions sessions,
      ManageSessions manage,
      Optional<OidcSignIn> oidc) {
    this.authenticator = authenticator;
    this.sessions = sessions;
    this.manage = manage;
    this.oidc = oidc;
  }

  /** Adds it to the paths of Atelier's own API. */
  public Mount on(Mount own) {
    return own.post(PATH, answering(this::begin))
        .get(PATH, answering(this::show))
        .delete(PATH, answering(this::end))
        .get(PATH + "/methods", answering(this::methods))
        .get("/sessions", answering(this::list))
        .delete("/sessions/{id}", answering(this::revoke));
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
    BrowserSession session = sessions.begin(exchange, who.tenant(), who.key());
    answer(exchange, 201, who, Optional.of(session));
  }

  private void show(Exchange exchange) throws IOException {
    Principal who = authenticator.authenticate(exchange);
    answer(exchange, 200, who, sessions.of(exchange));
  }

  /** Who came through a provider of identities is told where to sign out there. */
  private void end(Exchange exchange) throws IOException {
    Principal _ = authenticator.authenticate(exchange);
    Optional<String> elsewhere =
        sessions
            .of(exchange)
            .filter(session -> session.issuer().isPresent())
            .flatMap(_ -> oidc)
            .flatMap(provider -> provider.endSession(exchange));
    sessions.end(exchange);
    if (elsewhere.isEmpty()) {
      exchange.respond(204);
      return;
    }
    exchange.setHeader("Cache-Control", "no-store");
    Json.respond(exchange, 200, Json.object().put("continue_at", elsewhere.get()));
  }

  /** Tells no secret, so that it takes no key. */
  private void methods(Exchange exchange) throws IOException {
    ObjectNode json = Json.object().put(KEY, true);
    Optional<ObjectNode> other =
        oidc.map(one -> Json.object().put("label", one.label()).put("start", OidcSignIn.START));
    Json.object(json, "oidc", other);
    exchange.setHeader("Cache-Control", "no-store");
    Json.respond(exchange, 200, json);
  }

  private void list(Exchange exchange) throws IOException {
    Principal who = authenticator.authenticate(exchange);
    Fields fields = Fields.ofQuery(exchange);
    fields.only(Set.of(TENANT));
    TenantId tenant = fields.text(TENANT).map(name -> tenant(fields, name)).orElse(who.tenant());
    Optional<String> current = sessions.of(exchange).map(BrowserSession::id);
    ObjectNode json = Json.object();
    ArrayNode data = json.putArray("data");
    manage.list(who, tenant).forEach(session -> data.add(json(session, current)));
    exchange.setHeader("Cache-Control", "no-store");
    Json.respond(exchange, 200, json);
  }

  private static TenantId tenant(Fields fields, String name) {
    try {
      return new TenantId(name);
    } catch (IllegalArgumentException e) {
      throw fields.invalid(TENANT, new Problem.Other("is no id."));
    }
  }

  private void revoke(Exchange exchange) throws IOException {
    Principal who = authenticator.authenticate(exchange);
    String id = exchange.variable("id");
    if (!manage.end(who, id)) {
      throw new FaultException(new RequestFault.NotFound("session", id));
    }
    exchange.respond(204);
  }

  private void requireOwnPage(Exchange exchange) {
    if (!sessions.sentByOwnPage(exchange)) {
      throw new FaultException(
          new Forbidden("to come in a header: sessions are for pages of this server"));
    }
  }

  private static ObjectNode json(BrowserSession session, Optional<String> current) {
    ObjectNode json =
        Json.object()
            .put("id", session.id())
            .put(TENANT, session.tenant().value())
            .put(KEY, session.key().value());
    Json.text(json, "person", session.person());
    return json.put("created_at", Json.time(session.created()))
        .put("seen_at", Json.time(session.seen()))
        .put("expires_at", Json.time(session.expires()))
        .put("current", current.filter(session.id()::equals).isPresent());
  }

  private static void answer(
      Exchange exchange, int status, Principal who, Optional<BrowserSession> session)
      throws IOException {
    ObjectNode json = Json.object().put(TENANT, who.tenant().value()).put(KEY, who.key().value());
    ArrayNode scopes = json.putArray("scopes");
    Arrays.stream(Scope.values())
        .filter(who.scopes()::contains)
        .forEach(scope -> scopes.add(scope.word()));
    json.put("operator", who.operator());
    Json.text(json, "person", who.person());
    Json.time(json, "expires_at", session.map(BrowserSession::expires));
    exchange.setHeader("Cache-Control", "no-store");
    Json.respond(exchange, status, json);
  }
}
