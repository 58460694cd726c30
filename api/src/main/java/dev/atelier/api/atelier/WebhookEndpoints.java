package dev.atelier.api.atelier;

import dev.atelier.api.FileLinks;
import dev.atelier.api.JsonBody;
import dev.atelier.api.read.Fields;
import dev.atelier.api.read.Strictness;
import dev.atelier.gateway.ManageWebhooks;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.wire.FieldSpool;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.metering.key.Principal;
import dev.atelier.webhook.EndpointId;
import dev.atelier.webhook.EventType;
import dev.atelier.webhook.delivery.DeliveryId;
import dev.atelier.webhook.subscription.EndpointChange;
import dev.atelier.webhook.subscription.Endpoints;
import dev.atelier.webhook.subscription.WebhookEndpoint;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /webhooks}: a tenant's standing receivers. */
final class WebhookEndpoints {
  private static final String URL = "url";
  private static final String EVENTS = "events";
  private static final String DESCRIPTION = "description";
  private static final String ACTIVE = "active";
  private static final int DESCRIPTION_MAX = 200;

  private final ManageWebhooks webhooks;
  private final AnswerErrors errors;
  private final FileLinks links;
  private final ReadSubscriptions urls;

  /**
   * @param links knows where the client came in
   */
  WebhookEndpoints(ManageWebhooks webhooks, AnswerErrors errors, FileLinks links) {
    this.links = links;
    this.webhooks = webhooks;
    this.errors = errors;
    this.urls = new ReadSubscriptions(webhooks, Strictness.STRICT);
  }

  void create(Exchange exchange, Principal principal) throws IOException {
    JsonNode body = JsonBody.read(exchange, FieldSpool.NONE);
    Fields fields = Fields.ofJson("", body);
    fields.only(Set.of(URL, EVENTS, DESCRIPTION));
    String text = fields.requiredText(URL);
    Set<EventType> events =
        body.hasNonNull(EVENTS)
            ? ReadSubscriptions.events(EVENTS, body.path(EVENTS))
            : EventType.subscribable();
    Optional<String> description = description(fields);
    URI url = urls.url(URL, text);
    Optional<WebhookEndpoint> made = webhooks.create(principal, url, events, description);
    if (made.isEmpty()) {
      errors.answer(exchange, RenderFault.tooMany("webhooks", Endpoints.MAX));
      return;
    }
    exchange.setHeader(
        "Location", links.base(exchange) + AtelierApi.PATH + "/webhooks/" + made.get().id());
    Json.respond(exchange, 201, secret(principal, made.get()));
  }

  void list(Exchange exchange, Principal principal) throws IOException {
    ObjectNode json = Json.object();
    ArrayNode data = json.putArray("data");
    webhooks.list(principal).forEach(endpoint -> data.add(WebhookJson.endpoint(endpoint)));
    Json.respond(exchange, 200, json);
  }

  void show(Exchange exchange, Principal principal) throws IOException {
    Json.respond(exchange, 200, WebhookJson.endpoint(require(exchange, principal)));
  }

  void change(Exchange exchange, Principal principal) throws IOException {
    EndpointId id = require(exchange, principal).id();
    JsonNode body = JsonBody.read(exchange, FieldSpool.NONE);
    Fields fields = Fields.ofJson("", body);
    fields.only(Set.of(URL, EVENTS, DESCRIPTION, ACTIVE));
    EndpointChange change = change(fields, body);
    WebhookEndpoint changed =
        webhooks.change(principal, id, change).orElseThrow(() -> notFound(exchange));
    Json.respond(exchange, 200, WebhookJson.endpoint(changed));
  }

  void remove(Exchange exchange, Principal principal) throws IOException {
    boolean removed = id(exchange).filter(id -> webhooks.remove(principal, id)).isPresent();
    if (!removed) {
      throw notFound(exchange);
    }
    exchange.respond(204);
  }

  void test(Exchange exchange, Principal principal) throws IOException {
    DeliveryId delivery =
        id(exchange)
            .flatMap(id -> webhooks.test(principal, id))
            .orElseThrow(() -> notFound(exchange));
    exchange.setHeader(
        "Location", links.base(exchange) + AtelierApi.PATH + "/deliveries/" + delivery);
    Json.respond(
        exchange, 202, WebhookJson.delivery(webhooks.delivery(principal, delivery).orElseThrow()));
  }

  void rotate(Exchange exchange, Principal principal) throws IOException {
    WebhookEndpoint rotated =
        id(exchange)
            .flatMap(id -> webhooks.rotate(principal, id))
            .orElseThrow(() -> notFound(exchange));
    Json.respond(exchange, 200, secret(principal, rotated));
  }

  void secret(Exchange exchange, Principal principal) throws IOException {
    WebhookEndpoint endpoint = require(exchange, principal);
    Json.respond(
        exchange, 200, Json.object().put("secret", webhooks.secret(principal, endpoint).reveal()));
  }

  /** What signs the messages to URLs that requests name. */
  void tenantSecret(Exchange exchange, Principal principal) throws IOException {
    Json.respond(exchange, 200, Json.object().put("secret", webhooks.secret(principal).reveal()));
  }

  /** The endpoint that the path names. */
  WebhookEndpoint require(Exchange exchange, Principal principal) {
    return id(exchange)
        .flatMap(id -> webhooks.find(principal, id))
        .orElseThrow(() -> notFound(exchange));
  }

  private EndpointChange change(Fields fields, JsonNode body) {
    EndpointChange change = EndpointChange.NONE;
    if (body.hasNonNull(EVENTS)) {
      change = change.withEvents(ReadSubscriptions.events(EVENTS, body.path(EVENTS)));
    }
    Optional<Boolean> active = fields.bool(ACTIVE);
    if (active.isPresent()) {
      change = change.withActive(active.get());
    }
    if (body.has(DESCRIPTION)) {
      change = change.withDescription(description(fields).orElse(""));
    }
    return fields.has(URL) ? change.withUrl(urls.url(URL, fields.requiredText(URL))) : change;
  }

  private static Optional<String> description(Fields fields) {
    Optional<String> text = fields.text(DESCRIPTION);
    text.filter(one -> one.length() > DESCRIPTION_MAX)
        .ifPresent(one -> {
          throw fields.invalid(DESCRIPTION, new Problem.TooLong(DESCRIPTION_MAX, one.length()));
        });
    return text;
  }

  private ObjectNode secret(Principal principal, WebhookEndpoint endpoint) {
    return WebhookJson.endpoint(endpoint, webhooks.secret(principal, endpoint));
  }

  private static Optional<EndpointId> id(Exchange exchange) {
    return EndpointId.parse(exchange.variable("id"));
  }

  private static FaultException notFound(Exchange exchange) {
    return new FaultException(new RequestFault.NotFound("webhook", exchange.variable("id")));
  }
}
