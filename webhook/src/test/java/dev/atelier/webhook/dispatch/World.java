package dev.atelier.webhook.dispatch;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.atelier.database.Database;
import dev.atelier.http.client.Content;
import dev.atelier.http.client.OutboundResponse;
import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import dev.atelier.storage.DerivedKey;
import dev.atelier.testkit.FakeClock;
import dev.atelier.webhook.EndpointId;
import dev.atelier.webhook.EventType;
import dev.atelier.webhook.RendererName;
import dev.atelier.webhook.delivery.Delivery;
import dev.atelier.webhook.delivery.DeliveryAttempt;
import dev.atelier.webhook.delivery.DeliveryFilter;
import dev.atelier.webhook.delivery.DeliveryId;
import dev.atelier.webhook.delivery.DeliveryState;
import dev.atelier.webhook.outbox.Outbox;
import dev.atelier.webhook.subscription.Endpoints;
import dev.atelier.webhook.subscription.JobSubscription;
import dev.atelier.webhook.subscription.Trigger;
import dev.atelier.webhook.subscription.WebhookEndpoint;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** An outbox with its endpoints and dispatchers over one database, and a tenant that uses them. */
public final class World implements AutoCloseable {
  static final TenantId TENANT = new TenantId("studio");
  public static final URI HOOK = URI.create("https://app.example/hook");

  /** Draws what makes the jitter nothing: the middle of its range. */
  static final RandomGenerator MIDDLE = () -> Long.MIN_VALUE;

  final FakeClock clock = FakeClock.fixed();
  final Outbox outbox = new Outbox(UuidCreator::getTimeOrderedEpoch);
  final Endpoints endpoints = new Endpoints(UuidCreator::getTimeOrderedEpoch);
  final Signatures signatures =
      new Signatures(
          List.of(new DerivedKey("k1", "first".repeat(7).getBytes(StandardCharsets.UTF_8))));
  final Map<String, PayloadRenderer> renderers = new HashMap<>();
  final Database database;
  private final InstantSource time;

  /** A world whose time stands still. */
  World(Database database) {
    this(database, Optional.empty());
  }

  /** A world of real time, for dispatchers with threads of their own. */
  static World live(Database database) {
    return new World(database, Optional.of(InstantSource.system()));
  }

  private World(Database database, Optional<InstantSource> live) {
    this.database = database;
    this.time = live.orElse(clock);
    renderers.put(RendererName.ATELIER, new Body(DeliveryRetryPolicy.OWN));
  }

  /** Sends the event and the id of a delivery. */
  record Body(DeliveryRetryPolicy retryPolicy) implements PayloadRenderer {
    @Override
    public Optional<Message> render(Delivery delivery, Instant now) {
      String body = "{\"type\":\"" + delivery.event().word() + "\"}";
      return Optional.of(
          new Message(
              delivery.url(),
              Map.of("x-delivery", delivery.id().toString()),
              new Content.Bytes("application/json", body.getBytes(StandardCharsets.UTF_8))));
    }
  }

  static OutboundResponse status(int status) {
    return new OutboundResponse(status, Optional.empty(), "");
  }

  static OutboundResponse busy(int status, String retryAfter) {
    return new OutboundResponse(status, Optional.of(retryAfter), "");
  }

  WebhookDispatcher dispatcher(Transport transport) {
    return dispatcher(transport, MIDDLE, DispatchSettings.DEFAULT);
  }

  WebhookDispatcher dispatcher(
      Transport transport, RandomGenerator random, DispatchSettings settings) {
    return new WebhookDispatcher(
        database, renderers, signatures, transport, time, random, DispatchObserver.NONE, settings);
  }

  WebhookEndpoint endpoint(URI url) {
    return database
        .<Optional<WebhookEndpoint>>write(tx ->
            endpoints.create(
                tx, TENANT, url, Set.of(EventType.JOB_SUCCEEDED), Optional.empty(), time.instant()))
        .orElseThrow();
  }

  /** The delivery of a job that just ended, as its request subscribed to it. */
  DeliveryId told(URI url, String renderer) {
    return told(JobSubscription.jobEnd(url, renderer));
  }

  DeliveryId told(JobSubscription subscription) {
    return database.write(tx -> {
      var job = new JobId(UuidCreator.getTimeOrderedEpoch());
      outbox.subscribe(tx, TENANT, job, List.of(subscription));
      if (subscription.trigger() == Trigger.IMAGE) {
        outbox.delivered(tx, TENANT, job, subscription.image().orElse(0), time.instant());
      }
      outbox.ended(tx, TENANT, job, EventType.JOB_SUCCEEDED, time.instant());
      return outbox.list(tx, TENANT, DeliveryFilter.newest(1).of(job)).getFirst().id();
    });
  }

  /** The deliveries of a job's pictures and of its end to one URL, in their order. */
  List<DeliveryId> told(URI url, int images) {
    var job = new JobId(UuidCreator.getTimeOrderedEpoch());
    return database.write(tx -> {
      outbox.subscribe(
          tx,
          TENANT,
          job,
          List.of(
              JobSubscription.eachImage(url, RendererName.ATELIER),
              JobSubscription.jobEnd(url, RendererName.ATELIER)));
      for (int image = 0; image < images; image++) {
        outbox.delivered(tx, TENANT, job, image, time.instant());
      }
      outbox.ended(tx, TENANT, job, EventType.JOB_SUCCEEDED, time.instant());
      return outbox.list(tx, TENANT, DeliveryFilter.newest(100).of(job)).reversed().stream()
          .map(Delivery::id)
          .toList();
    });
  }

  /** The delivery to the tenant's one endpoint. */
  DeliveryId ended() {
    return database.write(tx -> {
      var job = new JobId(UuidCreator.getTimeOrderedEpoch());
      outbox.ended(tx, TENANT, job, EventType.JOB_SUCCEEDED, time.instant());
      return outbox.list(tx, TENANT, DeliveryFilter.newest(1).of(job)).getFirst().id();
    });
  }

  Delivery delivery(DeliveryId id) {
    return database.<Optional<Delivery>>read(tx -> outbox.find(tx, TENANT, id)).orElseThrow();
  }

  DeliveryState state(DeliveryId id) {
    return delivery(id).state();
  }

  List<DeliveryAttempt> attempts(DeliveryId id) {
    return database.read(tx -> outbox.attempts(tx, TENANT, id));
  }

  boolean redeliver(DeliveryId id) {
    return database.<Boolean>write(tx -> outbox.redeliver(tx, TENANT, id, time.instant()));
  }

  boolean active(EndpointId id) {
    return database
        .<Optional<WebhookEndpoint>>read(tx -> endpoints.find(tx, TENANT, id))
        .orElseThrow()
        .active();
  }

  /** When the delivery is due, from now. */
  Duration wait(DeliveryId id) {
    return Duration.between(time.instant(), delivery(id).nextAttempt().orElseThrow());
  }

  @Override
  public void close() {
    database.close();
  }
}
