package dev.atelier.webhook.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.atelier.database.Database;
import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import dev.atelier.webhook.EventType;
import dev.atelier.webhook.Method;
import dev.atelier.webhook.RendererName;
import dev.atelier.webhook.delivery.Delivery;
import dev.atelier.webhook.delivery.DeliveryAttempt;
import dev.atelier.webhook.delivery.DeliveryFilter;
import dev.atelier.webhook.delivery.DeliveryId;
import dev.atelier.webhook.delivery.DeliveryRows;
import dev.atelier.webhook.delivery.DeliveryState;
import dev.atelier.webhook.subscription.EndpointChange;
import dev.atelier.webhook.subscription.Endpoints;
import dev.atelier.webhook.subscription.JobSubscription;
import dev.atelier.webhook.subscription.WebhookEndpoint;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@link Outbox} does over any database. */
abstract class OutboxContract {
  private static final TenantId TENANT = new TenantId("studio");
  private static final TenantId OTHER = new TenantId("other");
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final URI HOOK = URI.create("https://app.example/hook?token=1");
  private static final URI BUCKET = URI.create("https://bucket.example/a.png?sig=2");

  private final JobId job = new JobId(UuidCreator.getTimeOrderedEpoch());
  private final Outbox outbox = new Outbox(UuidCreator::getTimeOrderedEpoch);
  private final Endpoints endpoints = new Endpoints(UuidCreator::getTimeOrderedEpoch);
  private Database database;

  /** An empty database with this module's tables. */
  abstract Database database();

  @BeforeEach
  final void open() {
    database = database();
  }

  @AfterEach
  final void close() {
    database.close();
  }

  @Test
  void a_wish_for_each_picture_makes_one_delivery_for_each() {
    subscription(JobSubscription.eachImage(HOOK, "runware"));
    delivered(0);
    delivered(2);

    assertThat(all())
        .extracting(Delivery::image)
        .containsExactly(OptionalInt.of(2), OptionalInt.of(0));
    var first = all().getLast();
    assertThat(first.job()).contains(job);
    assertThat(first.event()).isEqualTo(EventType.IMAGE_COMPLETED);
    assertThat(first.method()).isEqualTo(Method.POST);
    assertThat(first.url()).isEqualTo(HOOK);
    assertThat(first.renderer()).isEqualTo("runware");
    assertThat(first.state()).isEqualTo(DeliveryState.PENDING);
    assertThat(first.nextAttempt()).contains(NOW);
    assertThat(first.created()).isEqualTo(NOW);
    assertThat(first.trying()).isFalse();
    assertThat(first.endpoint()).isEmpty();
  }

  @Test
  void an_upload_is_made_of_its_own_picture_only() {
    subscription(JobSubscription.upload(1, BUCKET));
    delivered(0);
    assertThat(all()).isEmpty();

    delivered(1);
    assertThat(all())
        .singleElement()
        .satisfies(upload -> {
          assertThat(upload.method()).isEqualTo(Method.PUT);
          assertThat(upload.image()).hasValue(1);
          assertThat(upload.renderer()).isEqualTo(RendererName.PUT);
        });
  }

  @Test
  void a_wish_for_the_end_waits_for_it() {
    subscription(JobSubscription.jobEnd(HOOK, "apimart"));
    delivered(0);
    assertThat(all()).isEmpty();

    ended(EventType.JOB_FAILED);
    assertThat(all())
        .singleElement()
        .satisfies(end -> {
          assertThat(end.event()).isEqualTo(EventType.JOB_FAILED);
          assertThat(end.image()).isEmpty();
        });
  }

  @Test
  void endpoints_are_told_what_they_subscribed_to() {
    var images = endpoint(TENANT, Set.of(EventType.IMAGE_COMPLETED));
    var ends = endpoint(TENANT, Set.of(EventType.JOB_SUCCEEDED, EventType.JOB_CANCELLED));
    var paused = endpoint(TENANT, EventType.subscribable());
    database.write(
        tx -> endpoints.change(tx, TENANT, paused.id(), EndpointChange.NONE.withActive(false)));
    endpoint(OTHER, EventType.subscribable());

    delivered(0);
    ended(EventType.JOB_SUCCEEDED);

    assertThat(all())
        .extracting(Delivery::endpoint)
        .containsExactly(Optional.of(ends.id()), Optional.of(images.id()));
    assertThat(all())
        .extracting(Delivery::renderer)
        .containsExactly(RendererName.ATELIER, RendererName.ATELIER);
  }

  @Test
  void nothing_is_written_or_told_where_nobody_asked() {
    var told = new AtomicInteger();
    outbox.onDue(told::incrementAndGet);
    delivered(0);
    ended(EventType.JOB_SUCCEEDED);

    assertThat(all()).isEmpty();
    assertThat(told).hasValue(0);
  }

  @Test
  void listeners_are_told_after_the_commit_and_only_then() {
    var told = new AtomicInteger();
    outbox.onDue(told::incrementAndGet);
    subscription(JobSubscription.jobEnd(HOOK, "apimart"));
    assertThat(told).hasValue(0);

    assertThatIllegalStateException()
        .isThrownBy(() ->
            database.write(tx -> {
              outbox.ended(tx, TENANT, job, EventType.JOB_SUCCEEDED, NOW);
              throw new IllegalStateException("rolled back");
            }));
    assertThat(told).hasValue(0);
    assertThat(all()).isEmpty();

    ended(EventType.JOB_SUCCEEDED);
    assertThat(told).hasValue(1);
  }

  @Test
  void lists_page_by_page_and_by_endpoint_job_and_state() {
    var first = endpoint(TENANT, Set.of(EventType.IMAGE_COMPLETED));
    var second = endpoint(TENANT, Set.of(EventType.IMAGE_COMPLETED));
    delivered(0);
    delivered(1);

    var page = list(DeliveryFilter.newest(3));
    var rest = list(DeliveryFilter.newest(3).before(page.getLast().id()));
    assertThat(page).hasSize(3).extracting(Delivery::id).isSortedAccordingTo(newestFirst());
    assertThat(rest).hasSize(1).doesNotContainAnyElementsOf(page);

    assertThat(list(DeliveryFilter.newest(9).of(first.id())))
        .hasSize(2)
        .allMatch(delivery -> delivery.endpoint().equals(Optional.of(first.id())));
    assertThat(list(DeliveryFilter.newest(9).of(job))).hasSize(4);
    assertThat(list(DeliveryFilter.newest(9).of(new JobId(first.id().value())))).isEmpty();
    assertThat(list(DeliveryFilter.newest(9).in(DeliveryState.FAILED))).isEmpty();
    assertThat(list(DeliveryFilter.newest(9).of(second.id()).in(DeliveryState.PENDING))).hasSize(2);
  }

  @Test
  void a_foreign_tenant_sees_and_moves_nothing() {
    subscription(JobSubscription.jobEnd(HOOK, "apimart"));
    ended(EventType.JOB_SUCCEEDED);
    var id = all().getFirst().id();

    assertThat(
            database.<List<Delivery>>read(
                tx -> outbox.list(tx, OTHER, DeliveryFilter.newest(9).of(job))))
        .isEmpty();
    assertThat(database.<Optional<Delivery>>read(tx -> outbox.find(tx, OTHER, id))).isEmpty();
    assertThat(database.<List<DeliveryAttempt>>read(tx -> outbox.attempts(tx, OTHER, id)))
        .isEmpty();
    assertThat(database.<Boolean>write(tx -> outbox.redeliver(tx, OTHER, id, NOW.plusSeconds(9))))
        .isFalse();
    assertThat(all().getFirst().nextAttempt()).contains(NOW);
  }

  @Test
  void a_test_goes_to_an_endpoint_even_if_it_is_paused() {
    var endpoint = endpoint(TENANT, Set.of());
    var id = database.<DeliveryId>write(tx -> outbox.test(tx, endpoint, NOW));

    assertThat(all())
        .singleElement()
        .satisfies(test -> {
          assertThat(test.id()).isEqualTo(id);
          assertThat(test.event()).isEqualTo(EventType.TEST);
          assertThat(test.job()).isEmpty();
          assertThat(test.endpoint()).contains(endpoint.id());
        });
  }

  @Test
  void removing_an_endpoint_drops_what_it_has_not_received() {
    var endpoint = endpoint(TENANT, Set.of(EventType.JOB_SUCCEEDED));
    ended(EventType.JOB_SUCCEEDED);
    database.write(tx -> endpoints.remove(tx, TENANT, endpoint.id(), NOW.plusSeconds(1)));

    assertThat(all())
        .singleElement()
        .satisfies(dropped -> {
          assertThat(dropped.state()).isEqualTo(DeliveryState.DROPPED);
          assertThat(dropped.problem()).contains("the endpoint was removed");
          assertThat(dropped.nextAttempt()).isEmpty();
          assertThat(dropped.ended()).contains(NOW.plusSeconds(1));
        });
  }

  @Test
  void what_ended_long_ago_is_forgotten_a_bounded_number_at_a_time() {
    subscription(
        JobSubscription.jobEnd(HOOK, "apimart"),
        JobSubscription.eachImage(HOOK, "apimart"),
        JobSubscription.upload(0, BUCKET));
    var endpoint = endpoint(TENANT, Set.of(EventType.JOB_SUCCEEDED));
    ended(EventType.JOB_SUCCEEDED);
    database.write(tx -> endpoints.remove(tx, TENANT, endpoint.id(), NOW));

    assertThat(forget(NOW, 10)).isZero();
    assertThat(forget(NOW.plusMillis(1), 2)).isEqualTo(1 + 2);
    assertThat(forget(NOW.plusMillis(1), 2)).isEqualTo(1);
    assertThat(forget(NOW.plus(Duration.ofDays(99)), 10)).isZero();
    assertThat(all()).singleElement().matches(left -> left.state() == DeliveryState.PENDING);
  }

  @Test
  void a_request_has_a_bounded_number_of_wishes() {
    var many =
        Collections.nCopies(Outbox.SUBSCRIPTIONS_MAX + 1, JobSubscription.jobEnd(HOOK, "apimart"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> subscription(many.toArray(JobSubscription[]::new)));
  }

  @Test
  void what_nobody_takes_is_given_up_in_time() {
    subscription(JobSubscription.jobEnd(HOOK, "apimart"));
    ended(EventType.JOB_SUCCEEDED);
    Instant end = NOW.plus(DeliveryRows.GIVEN_UP_AFTER);
    assertThat(giveUp(end.minusMillis(1))).isZero();
    assertThat(giveUp(end)).isEqualTo(1);
    assertThat(all().getFirst().state()).isEqualTo(DeliveryState.FAILED);
    assertThat(all().getFirst().ended()).contains(end);

    var id = all().getFirst().id();
    assertThat(database.<Boolean>write(tx -> outbox.redeliver(tx, TENANT, id, end))).isTrue();
    assertThat(giveUp(end)).isZero();
    assertThat(all().getFirst().state()).isEqualTo(DeliveryState.PENDING);
  }

  private void subscription(JobSubscription... subscriptions) {
    database.write(tx -> {
      outbox.subscribe(tx, TENANT, job, List.of(subscriptions));
      return true;
    });
  }

  private void delivered(int image) {
    database.write(tx -> {
      outbox.delivered(tx, TENANT, job, image, NOW);
      return true;
    });
  }

  private void ended(EventType event) {
    database.write(tx -> {
      outbox.ended(tx, TENANT, job, event, NOW);
      return true;
    });
  }

  private WebhookEndpoint endpoint(TenantId tenant, Set<EventType> events) {
    return database
        .<Optional<WebhookEndpoint>>write(
            tx -> endpoints.create(tx, tenant, HOOK, events, Optional.empty(), NOW))
        .orElseThrow();
  }

  private List<Delivery> all() {
    return list(DeliveryFilter.newest(DeliveryFilter.LIMIT_MAX));
  }

  private List<Delivery> list(DeliveryFilter filter) {
    return database.read(tx -> outbox.list(tx, TENANT, filter));
  }

  private int giveUp(Instant now) {
    return database.<Integer>write(tx -> outbox.giveUp(tx, now, 10));
  }

  private int forget(Instant before, int limit) {
    return database.<Integer>write(tx -> outbox.forget(tx, before, limit));
  }

  private static Comparator<DeliveryId> newestFirst() {
    return Comparator.comparing((DeliveryId id) -> id.value().toString()).reversed();
  }
}
