package dev.atelier.webhook.outbox;

import dev.atelier.database.Tx;
import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import dev.atelier.webhook.EndpointId;
import dev.atelier.webhook.EventType;
import dev.atelier.webhook.Method;
import dev.atelier.webhook.Numbers;
import dev.atelier.webhook.Receiver;
import dev.atelier.webhook.RendererName;
import dev.atelier.webhook.delivery.DeliveryId;
import dev.atelier.webhook.delivery.DeliveryRows;
import dev.atelier.webhook.subscription.JobSubscription;
import dev.atelier.webhook.subscription.WebhookEndpoint;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** A delivery that is about to be written down. */
record NewDelivery(
    DeliveryId id,
    TenantId tenant,
    Optional<JobId> job,
    OptionalInt image,
    EventType event,
    Method method,
    URI url,
    String renderer,
    Optional<EndpointId> endpoint) {

  static NewDelivery to(JobSubscription subscription, OutboxEvent event, UUID id) {
    return new NewDelivery(
        new DeliveryId(id),
        event.tenant(),
        Optional.of(event.job()),
        event.image(),
        event.event(),
        subscription.method(),
        subscription.url(),
        subscription.renderer(),
        Optional.empty());
  }

  static NewDelivery to(
      WebhookEndpoint endpoint, Optional<JobId> job, OptionalInt image, EventType event, UUID id) {
    return new NewDelivery(
        new DeliveryId(id),
        endpoint.tenant(),
        job,
        image,
        event,
        Method.POST,
        endpoint.url(),
        RendererName.ATELIER,
        Optional.of(endpoint.id()));
  }

  /** Writes it down, due at once. */
  void insert(Tx tx, Instant now) {
    tx.update(
        "INSERT INTO webhook_delivery (id, tenant, job, image, event, method, url, lane, renderer,"
            + " endpoint, state, attempts, claims, next_attempt, created, give_up)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'PENDING', 0, 0, ?, ?, ?)",
        id.value(),
        tenant.value(),
        job.map(JobId::value),
        Numbers.column(image),
        event.word(),
        method.name(),
        url.toString(),
        Receiver.lane(tenant, url),
        renderer,
        endpoint.map(EndpointId::value),
        now,
        now,
        now.plus(DeliveryRows.GIVEN_UP_AFTER));
  }
}
