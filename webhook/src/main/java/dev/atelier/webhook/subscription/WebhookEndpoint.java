package dev.atelier.webhook.subscription;

import dev.atelier.image.TenantId;
import dev.atelier.webhook.EndpointId;
import dev.atelier.webhook.EventType;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A tenant's standing receiver.
 *
 * @param events what it is told of; none is allowed and means only tests
 * @param active false when its owner paused it, or when it answered 410
 * @param generation how many secrets it has had, from 1
 * @param rotated when the current secret replaced the one before
 */
public record WebhookEndpoint(
    EndpointId id,
    TenantId tenant,
    URI url,
    Set<EventType> events,
    boolean active,
    int generation,
    Optional<Instant> rotated,
    Instant created,
    Optional<String> description) {
  public WebhookEndpoint {
    events = Set.copyOf(events);
  }
}
