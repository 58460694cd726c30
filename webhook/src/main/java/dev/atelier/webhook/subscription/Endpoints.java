package dev.atelier.webhook.subscription;

import dev.atelier.database.Tx;
import dev.atelier.image.TenantId;
import dev.atelier.webhook.EndpointId;
import dev.atelier.webhook.EventType;
import dev.atelier.webhook.Receiver;
import dev.atelier.webhook.delivery.DeliveryRows;
import dev.atelier.webhook.dispatch.Signatures;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The standing receivers of each tenant. URLs are checked against private networks by whoever takes
 * them in (no look-up happens inside a transaction) and again at every try.
 */
public final class Endpoints {
  /** How many a tenant may have. */
  public static final int MAX = 50;

  static final int DESCRIPTION_MAX = 200;

  /** Pending deliveries dropped together with their endpoint; the others are when they are due. */
  private static final int DROPPED_MAX = 500;

  private final Supplier<UUID> ids;

  /**
   * @param ids new UUIDv7s
   */
  public Endpoints(Supplier<UUID> ids) {
    this.ids = ids;
  }

  /**
   * Adds an active one.
   *
   * @param description up to 200 characters
   * @return empty when the tenant has {@value #MAX} already
   * @throws IllegalArgumentException for a URL that is not absolute or over 8192 characters, a
   *     description that is too long, or {@link EventType#TEST} among the events
   */
  public Optional<WebhookEndpoint> create(
      Tx tx,
      TenantId tenant,
      URI url,
      Set<EventType> events,
      Optional<String> description,
      Instant now) {
    var endpoint =
        checked(
            new WebhookEndpoint(
                new EndpointId(ids.get()),
                tenant,
                url,
                events,
                true,
                1,
                Optional.empty(),
                now,
                description.filter(text -> !text.isEmpty())));
    if (EndpointRows.count(tx, tenant) >= MAX) {
      return Optional.empty();
    }
    EndpointRows.insert(tx, endpoint);
    return Optional.of(endpoint);
  }

  public Optional<WebhookEndpoint> find(Tx tx, TenantId tenant, EndpointId id) {
    return EndpointRows.find(tx, tenant, id);
  }

  /** All of a tenant's, oldest first. */
  public List<WebhookEndpoint> list(Tx tx, TenantId tenant) {
    return EndpointRows.list(tx, tenant);
  }

  /**
   * Changes one; deliveries made before keep the URL they were made for.
   *
   * @return as it is now; empty when the tenant has no such endpoint
   * @throws IllegalArgumentException as {@link #create}
   */
  public Optional<WebhookEndpoint> change(
      Tx tx, TenantId tenant, EndpointId id, EndpointChange change) {
    var changed = find(tx, tenant, id).map(change::of).map(Endpoints::checked);
    changed.ifPresent(endpoint -> EndpointRows.update(tx, endpoint));
    return changed;
  }

  /**
   * Gives it a new secret; the one before signs too for another {@link Signatures#OVERLAP}.
   *
   * @return as it is now; empty when the tenant has no such endpoint
   */
  public Optional<WebhookEndpoint> rotate(Tx tx, TenantId tenant, EndpointId id, Instant now) {
    EndpointRows.rotate(tx, tenant, id, now);
    return find(tx, tenant, id);
  }

  /**
   * Removes it and drops what it has not received yet; its past deliveries stay listed.
   *
   * @return false when the tenant has no such endpoint
   */
  public boolean remove(Tx tx, TenantId tenant, EndpointId id, Instant now) {
    boolean removed = EndpointRows.delete(tx, tenant, id);
    if (removed) {
      DeliveryRows.drop(tx, id, "the endpoint was removed", now, DROPPED_MAX);
    }
    return removed;
  }

  private static WebhookEndpoint checked(WebhookEndpoint endpoint) {
    Receiver.check(endpoint.url());
    if (endpoint.description().filter(text -> text.length() > DESCRIPTION_MAX).isPresent()) {
      throw new IllegalArgumentException("a description of at most 200 characters expected");
    }
    if (!EventType.subscribable().containsAll(endpoint.events())) {
      throw new IllegalArgumentException("nobody subscribes to tests");
    }
    return endpoint;
  }
}
