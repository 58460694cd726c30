package dev.atelier.webhook.outbox;

import dev.atelier.database.Tx;
import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import dev.atelier.webhook.EventType;
import dev.atelier.webhook.delivery.Delivery;
import dev.atelier.webhook.delivery.DeliveryAttempt;
import dev.atelier.webhook.delivery.DeliveryAttemptRows;
import dev.atelier.webhook.delivery.DeliveryFilter;
import dev.atelier.webhook.delivery.DeliveryId;
import dev.atelier.webhook.delivery.DeliveryRows;
import dev.atelier.webhook.subscription.EndpointRows;
import dev.atelier.webhook.subscription.JobSubscription;
import dev.atelier.webhook.subscription.JobSubscriptionRows;
import dev.atelier.webhook.subscription.Trigger;
import dev.atelier.webhook.subscription.WebhookEndpoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * What is to be sent. A delivery is written in the very transaction that makes it true, so that
 * neither can be without the other; the {@code WebhookDispatcher} sends it afterwards, at least
 * once.
 */
public final class Outbox {
  /** How many subscriptions one request may have. */
  public static final int SUBSCRIPTIONS_MAX = 64;

  private static final int ATTEMPTS_LISTED = 100;
  private static final String LISTENING =
      "SELECT 1 AS listening FROM webhook_endpoint WHERE tenant = ? AND active = 1 LIMIT 1";

  private static final long BACKLOG_MAX = 100_000;
  private static final String BACKLOG =
      """
      SELECT COUNT(*) AS deliveries
      FROM (SELECT 1 FROM webhook_delivery WHERE next_attempt IS NOT NULL LIMIT ?) AS pending\
      """;

  private final Supplier<UUID> ids;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /**
   * @param ids new UUIDv7s
   */
  public Outbox(Supplier<UUID> ids) {
    this.ids = ids;
  }

  /** Has {@code listener} called after each commit that made something due: quick, not throwing. */
  public void onDue(Runnable listener) {
    listeners.add(listener);
  }

  /**
   * Stores what a request asks to be told, in the transaction that accepts its job.
   *
   * @throws IllegalArgumentException for more than {@value #SUBSCRIPTIONS_MAX}
   */
  public void subscribe(Tx tx, TenantId tenant, JobId job, List<JobSubscription> subscriptions) {
    if (subscriptions.size() > SUBSCRIPTIONS_MAX) {
      throw new IllegalArgumentException(
          "at most " + SUBSCRIPTIONS_MAX + " subscriptions expected");
    }
    for (int number = 0; number < subscriptions.size(); number++) {
      JobSubscriptionRows.insert(tx, tenant, job, number, subscriptions.get(number));
    }
  }

  /** Whether a tenant wants to hear of all its jobs. */
  public boolean listening(Tx tx, TenantId tenant) {
    return tx.firstShared("webhook_endpoint", LISTENING, _ -> true, tenant.value()).isPresent();
  }

  /** Deliveries that are due or will be; {@value #BACKLOG_MAX} stands for more too. */
  public long backlog(Tx tx) {
    return tx.first(BACKLOG, row -> row.number("deliveries"), BACKLOG_MAX).orElse(0L);
  }

  /** A picture, from 0, was delivered: in the transaction that charges it, once. */
  public void delivered(Tx tx, TenantId tenant, JobId job, int image, Instant now) {
    var event = new OutboxEvent(tenant, job, OptionalInt.of(image), EventType.IMAGE_COMPLETED, now);
    var subscribed = JobSubscriptionRows.ofImage(tx, job, image);
    post(tx, event, subscribed);
  }

  /**
   * A job ended: in the transaction that ends it, once, and after what it delivered.
   *
   * @param event {@code JOB_SUCCEEDED}, {@code JOB_FAILED} or {@code JOB_CANCELLED}
   */
  public void ended(Tx tx, TenantId tenant, JobId job, EventType event, Instant now) {
    var happened = new OutboxEvent(tenant, job, OptionalInt.empty(), event, now);
    var subscribed = JobSubscriptionRows.of(tx, job);
    if (!subscribed.isEmpty()) {
      JobSubscriptionRows.end(tx, job, now);
    }
    post(
        tx,
        happened,
        subscribed.stream().filter(subscription -> subscription.trigger() == Trigger.JOB).toList());
  }

  /** Sends a test to an endpoint, be it active or not. */
  public DeliveryId test(Tx tx, WebhookEndpoint endpoint, Instant now) {
    var delivery =
        NewDelivery.to(endpoint, Optional.empty(), OptionalInt.empty(), EventType.TEST, ids.get());
    delivery.insert(tx, now);
    tellListeners(tx);
    return delivery.id();
  }

  public Optional<Delivery> find(Tx tx, TenantId tenant, DeliveryId id) {
    return DeliveryRows.find(tx, tenant, id);
  }

  /** A tenant's deliveries, newest first. */
  public List<Delivery> list(Tx tx, TenantId tenant, DeliveryFilter filter) {
    return DeliveryRows.list(tx, tenant, filter);
  }

  /** The log of a delivery, oldest first: its latest 100 tries. Empty for a foreign one. */
  public List<DeliveryAttempt> attempts(Tx tx, TenantId tenant, DeliveryId id) {
    return find(tx, tenant, id).isPresent()
        ? DeliveryAttemptRows.list(tx, id, ATTEMPTS_LISTED)
        : List.of();
  }

  /**
   * Sends it again at once and as often as the first time, whatever its state. The id stays the
   * same; a try in progress no longer decides what becomes of it.
   *
   * @return false when the tenant has no such delivery
   */
  public boolean redeliver(Tx tx, TenantId tenant, DeliveryId id, Instant now) {
    boolean known = DeliveryRows.startAfresh(tx, tenant, id, now);
    if (known) {
      tellListeners(tx);
    }
    return known;
  }

  /**
   * Ends deliveries that wait since four days.
   *
   * @return how many; less than {@code limit}: nothing is left
   */
  public int giveUp(Tx tx, Instant now, int limit) {
    return DeliveryRows.giveUp(tx, "was not taken in time", now, limit);
  }

  /**
   * Forgets deliveries that ended before a moment, with their log, and the subscriptions of jobs
   * that did.
   *
   * @param limit of each kind at most
   * @return how many rows went, logs not counted; less than {@code limit}: nothing is left
   */
  public int forget(Tx tx, Instant endedBefore, int limit) {
    return DeliveryRows.forget(tx, endedBefore, limit)
        + JobSubscriptionRows.forget(tx, endedBefore, limit);
  }

  private void post(Tx tx, OutboxEvent event, List<JobSubscription> subscriptions) {
    var endpoints = EndpointRows.subscribed(tx, event.tenant(), event.event());
    for (var subscription : subscriptions) {
      NewDelivery.to(subscription, event, ids.get()).insert(tx, event.at());
    }
    for (var endpoint : endpoints) {
      var delivery =
          NewDelivery.to(
              endpoint, Optional.of(event.job()), event.image(), event.event(), ids.get());
      delivery.insert(tx, event.at());
    }
    if (!subscriptions.isEmpty() || !endpoints.isEmpty()) {
      tellListeners(tx);
    }
  }

  private void tellListeners(Tx tx) {
    tx.afterCommit(() -> listeners.forEach(Runnable::run));
  }
}
