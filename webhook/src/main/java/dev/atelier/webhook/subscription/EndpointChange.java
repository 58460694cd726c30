package dev.atelier.webhook.subscription;

import dev.atelier.webhook.EventType;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * What shall be different about an endpoint; what is empty stays.
 *
 * @param description an empty text removes it
 */
public record EndpointChange(
    Optional<URI> url,
    Optional<Set<EventType>> events,
    Optional<Boolean> active,
    Optional<String> description) {
  public static final EndpointChange NONE =
      new EndpointChange(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  public EndpointChange withUrl(URI to) {
    return new EndpointChange(Optional.of(to), events, active, description);
  }

  public EndpointChange withEvents(Set<EventType> to) {
    return new EndpointChange(url, Optional.of(Set.copyOf(to)), active, description);
  }

  public EndpointChange withActive(boolean to) {
    return new EndpointChange(url, events, Optional.of(to), description);
  }

  public EndpointChange withDescription(String to) {
    return new EndpointChange(url, events, active, Optional.of(to));
  }

  WebhookEndpoint of(WebhookEndpoint before) {
    return new WebhookEndpoint(
        before.id(),
        before.tenant(),
        url.orElse(before.url()),
        events.orElse(before.events()),
        active.orElse(before.active()),
        before.generation(),
        before.rotated(),
        before.created(),
        description.isPresent()
            ? description.filter(text -> !text.isEmpty())
            : before.description());
  }
}
