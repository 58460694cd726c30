package dev.atelier.api.atelier;

import dev.atelier.webhook.EventType;
import dev.atelier.webhook.delivery.Delivery;
import dev.atelier.webhook.delivery.DeliveryAttempt;
import dev.atelier.webhook.dispatch.SigningSecret;
import dev.atelier.webhook.subscription.WebhookEndpoint;
import java.util.List;
import java.util.OptionalInt;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Receivers, and what was sent to them, as this API tells of them. */
final class WebhookJson {
  private WebhookJson() {}

  static ObjectNode endpoint(WebhookEndpoint endpoint) {
    ObjectNode json =
        Json.object().put("id", endpoint.id().toString()).put("url", endpoint.url().toString());
    ArrayNode events = json.putArray("events");
    endpoint.events().stream().map(EventType::word).sorted().forEach(events::add);
    json.put("active", endpoint.active());
    Json.text(json, "description", endpoint.description());
    json.put("created_at", Json.time(endpoint.created()));
    Json.time(json, "rotated_at", endpoint.rotated());
    return json;
  }

  /** With what signs its messages, for those who may see that. */
  static ObjectNode endpoint(WebhookEndpoint endpoint, SigningSecret secret) {
    return endpoint(endpoint).put("secret", secret.reveal());
  }

  static ObjectNode delivery(Delivery delivery) {
    ObjectNode json =
        Json.object()
            .put("id", delivery.id().toString())
            .put("event", delivery.event().word())
            .put("state", Json.word(delivery.state()));
    Json.text(json, "job", delivery.job().map(Object::toString));
    number(json, "image", delivery.image());
    Json.text(json, "webhook", delivery.endpoint().map(Object::toString));
    json.put("method", delivery.method().name())
        .put("url", delivery.shownUrl())
        .put("format", delivery.renderer())
        .put("tries", delivery.attempts());
    number(json, "status", delivery.status());
    Json.text(json, "problem", delivery.problem());
    json.put("created_at", Json.time(delivery.created()));
    Json.time(json, "next_try_at", delivery.nextAttempt().filter(_ -> !delivery.trying()));
    Json.time(json, "ended_at", delivery.ended());
    return json;
  }

  /** With its log. */
  static ObjectNode delivery(Delivery delivery, List<DeliveryAttempt> tries) {
    ObjectNode json = delivery(delivery);
    ArrayNode log = json.putArray("log");
    for (DeliveryAttempt one : tries) {
      ObjectNode entry =
          log.addObject()
              .put("number", one.number())
              .put("begun_at", Json.time(one.begun()))
              .put("took_ms", one.took().toMillis());
      number(entry, "status", one.status());
      Json.text(entry, "problem", one.problem());
      Json.text(entry, "answer", one.answer());
    }
    return json;
  }

  private static void number(ObjectNode json, String name, OptionalInt number) {
    Json.number(json, name, number.stream().asLongStream().findFirst());
  }
}
