package dev.atelier.webhook;

import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** A delivery that is about to be written down. */
record Letter(
    DeliveryId id,
    TenantId tenant,
    Optional<JobId> job,
    OptionalInt image,
    Event event,
    Method method,
    URI url,
    String composer,
    Optional<EndpointId> endpoint) {

  static Letter to(Wish wish, News news, UUID id) {
    return new Letter(
        new DeliveryId(id),
        news.tenant(),
        Optional.of(news.job()),
        news.image(),
        news.event(),
        wish.method(),
        wish.url(),
        wish.composer(),
        Optional.empty());
  }

  static Letter to(
      WebhookEndpoint endpoint, Optional<JobId> job, OptionalInt image, Event event, UUID id) {
    return new Letter(
        new DeliveryId(id),
        endpoint.tenant(),
        job,
        image,
        event,
        Method.POST,
        endpoint.url(),
        Composer.ATELIER,
        Optional.of(endpoint.id()));
  }
}
