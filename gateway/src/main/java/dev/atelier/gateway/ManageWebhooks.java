package dev.atelier.gateway;

import dev.atelier.database.Database;
import dev.atelier.database.Tx;
import dev.atelier.http.client.GuardedClient;
import dev.atelier.http.client.TransportException;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.metering.audit.AuditLog;
import dev.atelier.metering.audit.AuditLog.Act;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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
  private final AuditLog audit;
  private final InstantSource clock;

  public ManageWebhooks(
      Database database,
      Endpoints endpoints,
      Outbox outbox,
      Signatures signatures,
      GuardedClient client,
      AuditLog audit,
      InstantSource clock) {
    this.database = database;
    this.endpoints = endpoints;
    this.outbox = outbox;
    this.signatures = signatures;
    this.client = client;
    this.audit = audit;
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
    return database.write(tx -> {
      Optional<WebhookEndpoint> made =
          endpoints.create(tx, principal.tenant(), url, events, description, clock.instant());
      made.ifPresent(one -> record(tx, principal, "webhook.create", one.id(), told(one)));
      return made;
    });
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
    return database.write(tx -> {
      Optional<WebhookEndpoint> changed = endpoints.change(tx, principal.tenant(), id, change);
      changed.ifPresent(one -> record(tx, principal, "webhook.change", id, told(one)));
      return changed;
    });
  }

  /** Whether there was such an endpoint. */
  public boolean remove(Principal principal, EndpointId id) {
    principal.require(Scope.ADMIN);
    return database.write(tx -> {
      boolean removed = endpoints.remove(tx, principal.tenant(), id, clock.instant());
      if (removed) {
        record(tx, principal, "webhook.remove", id, Map.of());
      }
      return removed;
    });
  }

  /** Gives it a new secret; the one before signs too for another {@link Signatures#OVERLAP}. */
  public Optional<WebhookEndpoint> rotate(Principal principal, EndpointId id) {
    principal.require(Scope.ADMIN);
    return database.write(tx -> {
      Optional<WebhookEndpoint> rotated =
          endpoints.rotate(tx, principal.tenant(), id, clock.instant());
      rotated.ifPresent(_ -> record(tx, principal, "webhook.rotate", id, Map.of()));
      return rotated;
    });
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

  private void record(
      Tx tx, Principal principal, String act, EndpointId id, Map<String, String> changes) {
    audit.record(tx, principal, new Act(act, principal.tenant(), id.toString(), changes));
  }

  /** Of the URL the host alone: the rest may be a secret. */
  private static Map<String, String> told(WebhookEndpoint endpoint) {
    return Map.of(
        "host",
        String.valueOf(endpoint.url().getHost()),
        "active",
        Boolean.toString(endpoint.active()),
        "events",
        endpoint.events().stream().map(EventType::word).sorted().collect(Collectors.joining(" ")));
  }

  private static void requireSight(Principal principal) {
    if (!principal.scopes().contains(Scope.ADMIN)) {
      principal.require(Scope.READ);
    }
  }
}
