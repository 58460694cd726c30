package dev.atelier.api.atelier;

import dev.atelier.api.JsonBody;
import dev.atelier.gateway.Gateway;
import dev.atelier.http.client.Content;
import dev.atelier.queue.Job;
import dev.atelier.webhook.delivery.Delivery;
import dev.atelier.webhook.dispatch.DeliveryRetryPolicy;
import dev.atelier.webhook.dispatch.Message;
import dev.atelier.webhook.dispatch.PayloadRenderer;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Writes this API's webhooks: the event with its job as {@code GET /jobs/{id}} tells it at the time
 * of the try, so that a late one has links that work.
 */
final class AtelierMessages implements PayloadRenderer {
  private final Gateway gateway;
  private final DescribeJob describe;

  AtelierMessages(Gateway gateway, DescribeJob describe) {
    this.gateway = gateway;
    this.describe = describe;
  }

  @Override
  public Optional<Message> render(Delivery delivery, Instant now) {
    return delivery.job().isEmpty()
        ? Optional.of(message(delivery, delivery.created(), test(delivery)))
        : delivery
            .job()
            .flatMap(id -> gateway.find().detail(delivery.tenant(), id))
            .filter(detail -> wanted(delivery, detail.job()))
            .map(detail -> message(delivery, at(delivery, detail.job()), describe.of(detail)));
  }

  @Override
  public DeliveryRetryPolicy retryPolicy() {
    return DeliveryRetryPolicy.OWN;
  }

  /** A URL that a request named hears of the events that the request named. */
  private static boolean wanted(Delivery delivery, Job job) {
    return delivery.endpoint().isPresent()
        || AtelierState.of(job).events().contains(delivery.event());
  }

  private static JsonNode test(Delivery delivery) {
    var data = Json.object();
    Json.text(data, "webhook", delivery.endpoint().map(Object::toString));
    return data;
  }

  private static Instant at(Delivery delivery, Job job) {
    if (delivery.image().isPresent() && delivery.image().getAsInt() < job.images().size()) {
      return job.images().get(delivery.image().getAsInt()).ended().orElse(delivery.created());
    }
    return job.ended().orElse(delivery.created());
  }

  private static Message message(Delivery delivery, Instant at, JsonNode data) {
    var body = EventJson.of(delivery.event().word(), at, delivery.image(), data);
    return new Message(
        delivery.url(), Map.of(), new Content.Bytes(JsonBody.MEDIA_TYPE, Json.bytes(body)));
  }
}
