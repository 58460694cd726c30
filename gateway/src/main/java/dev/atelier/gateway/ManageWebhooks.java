package dev.atelier.gateway;

import dev.atelier.database.Database;
import dev.atelier.http.client.GuardedClient;
import dev.atelier.http.client.TransportException;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.metering.Principal;
import dev.atelier.metering.Scope;
import dev.atelier.webhook.EndpointId;
import dev.atelier.webhook.EventType;
import dev.atelier.webhook.delivery.Delivery;
import dev.atelier.webhook.delivery.DeliveryAttempt;
import dev.atelier.webhook.delivery.DeliveryFilter;
import dev.atelier.webhook.delivery.DeliveryId;
import dev.atelier.webhook.dispatch.Signatures;
import dev.atelier.webhook.dispatch.SigningSecret;
import dev.atelier.webhook.outbox.Outbox;
import dev.atelier.webhook.subscription.EndpointChange;
import dev.atelier.webhook.subscription.Endpoints;
import dev.atelier.webhook.subscription.WebhookEndpoint;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A tenant's standing receivers, and what was sent to them and to the URLs that its requests named.
 * To see them takes the read or the admin scope, to change anything or to see a secret the latter.
 */
public final class ManageWebhooks {
  private static final Duration LOOK_UP_MAX = Duration.ofSeconds(3);

  private final Database database;
  private final Endpoints endpoints;
  private final Outbox outbox;
  private final Signatures signatures;
  private final GuardedClient client;
  private final InstantSource clock;

  public ManageWebhooks(
      Database database,
      Endpoints endpoints,
      Outbox outbox,
      Signatures signatures,
      GuardedClient client,
      InstantSource clock) {
    this.database = database;
    this.endpoints = endpoints;
    this.outbox = outbox;
    this.signatures = signatures;
    this.client = client;
    this.clock = clock;
  }

  /**
   * Refuses a URL that nothing may be sent to, before it is accepted.
   *
   * @param field the caller's name for it
   * @throws FaultException {@link RequestFault.InvalidField} unless it is a web address that may be
   *     public
   */
  public void requirePublic(String field, URI url) {
    try {
      client.requirePublic(url, LOOK_UP_MAX);
    } catch (TransportException e) {
      throw new FaultException(
          new RequestFault.InvalidField(
              field, new Problem.Other("cannot be used: " + e.problem().text() + ".")),
          e);
    }
  }

  // ---- endpoints ----

  /**
   * Adds an active one; {@code url} was found public.
   *
   * @return empty when the tenant has {@link Endpoints#MAX} already
   */
  public Optional<WebhookEndpoint> create(
      Principal principal, URI url, Set<EventType> events, Optional<String> description) {
    principal.require(Scope.ADMIN);
    return database.write(
        tx -> endpoints.create(tx, principal.tenant(), url, events, description, clock.instant()));
  }

  /** Oldest first. */
  public List<WebhookEndpoint> list(Principal principal) {
    requireSight(principal);
    return database.read(tx -> endpoints.list(tx, principal.tenant()));
  }

  public Optional<WebhookEndpoint> find(Principal principal, EndpointId id) {
    requireSight(principal);
    return database.read(tx -> endpoints.find(tx, principal.tenant(), id));
  }

  /** As it is now; a new URL was found public. */
  public Optional<WebhookEndpoint> change(
      Principal principal, EndpointId id, EndpointChange change) {
    principal.require(Scope.ADMIN);
    return database.write(tx -> endpoints.change(tx, principal.tenant(), id, change));
  }

  /** Whether there was such an endpoint. */
  public boolean remove(Principal principal, EndpointId id) {
    principal.require(Scope.ADMIN);
    return database.write(tx -> endpoints.remove(tx, principal.tenant(), id, clock.instant()));
  }

  /** Gives it a new secret; the one before signs too for another {@link Signatures#OVERLAP}. */
  public Optional<WebhookEndpoint> rotate(Principal principal, EndpointId id) {
    principal.require(Scope.ADMIN);
    return database.write(tx -> endpoints.rotate(tx, principal.tenant(), id, clock.instant()));
  }

  /** Sends a test to an endpoint, be it active or not. */
  public Optional<DeliveryId> test(Principal principal, EndpointId id) {
    principal.require(Scope.ADMIN);
    return database.write(tx ->
        endpoints
            .find(tx, principal.tenant(), id)
            .map(endpoint -> outbox.test(tx, endpoint, clock.instant())));
  }

  /** What signs an endpoint's messages. */
  public SigningSecret secret(Principal principal, WebhookEndpoint endpoint) {
    principal.require(Scope.ADMIN);
    return signatures.of(endpoint);
  }

  /** What signs messages to the URLs that the tenant's requests name. */
  public SigningSecret secret(Principal principal) {
    principal.require(Scope.ADMIN);
    return signatures.of(principal.tenant());
  }

  // ---- deliveries ----

  /** Newest first. */
  public List<Delivery> deliveries(Principal principal, DeliveryFilter filter) {
    requireSight(principal);
    return database.read(tx -> outbox.list(tx, principal.tenant(), filter));
  }

  public Optional<Delivery> delivery(Principal principal, DeliveryId id) {
    requireSight(principal);
    return database.read(tx -> outbox.find(tx, principal.tenant(), id));
  }

  /** The latest tries of a delivery, oldest first. */
  public List<DeliveryAttempt> attempts(Principal principal, DeliveryId id) {
    requireSight(principal);
    return database.read(tx -> outbox.attempts(tx, principal.tenant(), id));
  }

  /** Sends it again at once, whatever its state; false when the tenant has no such delivery. */
  public boolean redeliver(Principal principal, DeliveryId id) {
    principal.require(Scope.ADMIN);
    return database.write(tx -> outbox.redeliver(tx, principal.tenant(), id, clock.instant()));
  }

  private static void requireSight(Principal principal) {
    if (!principal.scopes().contains(Scope.ADMIN)) {
      principal.require(Scope.READ);
    }
  }
}
