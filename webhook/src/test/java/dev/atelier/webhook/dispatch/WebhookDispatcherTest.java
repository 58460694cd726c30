package dev.atelier.webhook.dispatch;

import static dev.atelier.webhook.dispatch.World.HOOK;
import static dev.atelier.webhook.dispatch.World.TENANT;
import static dev.atelier.webhook.dispatch.World.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.database.Database;
import dev.atelier.http.client.OutboundRequest;
import dev.atelier.http.client.OutboundResponse;
import dev.atelier.webhook.EventType;
import dev.atelier.webhook.RendererName;
import dev.atelier.webhook.Schema;
import dev.atelier.webhook.delivery.Delivery;
import dev.atelier.webhook.delivery.DeliveryAttempt;
import dev.atelier.webhook.delivery.DeliveryAttemptRows;
import dev.atelier.webhook.delivery.DeliveryFilter;
import dev.atelier.webhook.delivery.DeliveryId;
import dev.atelier.webhook.delivery.DeliveryState;
import dev.atelier.webhook.subscription.EndpointChange;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of deliveries, with a clock that stands still and no network. */
class WebhookDispatcherTest {
  private World world;
  private final List<OutboundRequest> sent = new ArrayList<>();

  /** An empty database with the tables of this module. */
  Database database() {
    return Schema.inMemory();
  }

  @BeforeEach
  void open() {
    world = new World(database());
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void what_is_due_is_sent_once_and_delivered() {
    world.endpoint(HOOK);
    var id = world.ended();

    assertThat(dispatcher(200).runDue()).isEqualTo(1);
    assertThat(dispatcher(200).runDue()).isZero();

    var delivery = world.delivery(id);
    assertThat(delivery.state()).isEqualTo(DeliveryState.DELIVERED);
    assertThat(delivery.status()).hasValue(200);
    assertThat(delivery.problem()).isEmpty();
    assertThat(delivery.nextAttempt()).isEmpty();
    assertThat(delivery.ended()).contains(world.clock.instant());
    assertThat(delivery.attempts()).isEqualTo(1);
    assertThat(sent)
        .singleElement()
        .satisfies(outgoing -> {
          assertThat(outgoing.method()).isEqualTo("POST");
          assertThat(outgoing.uri()).isEqualTo(HOOK);
          assertThat(outgoing.headers()).containsEntry("webhook-id", id.toString());
          assertThat(outgoing.headers()).containsEntry("x-delivery", id.toString());
        });
  }

  @Test
  void gone_drops_the_delivery_and_pauses_its_endpoint() {
    var endpoint = world.endpoint(HOOK);
    var first = world.ended();
    world.clock.advance(Duration.ofMillis(1));
    var second = world.ended();

    assertThat(dispatcher(410).runDue()).isEqualTo(2);

    assertThat(world.state(first)).isEqualTo(DeliveryState.DROPPED);
    assertThat(world.active(endpoint.id())).isFalse();
    assertThat(world.state(second)).isEqualTo(DeliveryState.DROPPED);
    assertThat(world.delivery(second).problem()).contains("the endpoint is not active");
    assertThat(sent).hasSize(1);
  }

  @Test
  void gone_from_an_address_that_was_left_pauses_nothing() {
    var endpoint = world.endpoint(HOOK);
    var id = world.ended();
    var moved = EndpointChange.NONE.withUrl(URI.create("https://new.example/hook"));
    world.database.write(tx -> world.endpoints.change(tx, TENANT, endpoint.id(), moved));

    dispatcher(410).runDue();

    assertThat(world.state(id)).isEqualTo(DeliveryState.DROPPED);
    assertThat(world.active(endpoint.id())).isTrue();
  }

  @Test
  void a_paused_endpoint_still_gets_tests() {
    var endpoint = world.endpoint(HOOK);
    world.database.write(tx ->
        world.endpoints.change(tx, TENANT, endpoint.id(), EndpointChange.NONE.withActive(false)));
    var id =
        world.database.<DeliveryId>write(
            tx -> world.outbox.test(tx, endpoint, world.clock.instant()));
    dispatcher(200).runDue();

    assertThat(world.state(id)).isEqualTo(DeliveryState.DELIVERED);
    assertThat(sent).hasSize(1);
  }

  @Test
  void what_cannot_be_written_is_tried_again() {
    var broken = world.told(HOOK, "broken");
    var unknown = world.told(HOOK, "unknown");
    var unreadable = world.told(HOOK, RendererName.ATELIER);
    world.renderers.put(
        "broken",
        new Silent(() -> {
          throw new IllegalStateException("no database");
        }));
    world
        .dispatcher((_, _, _) -> {
          throw new IOException("the disk is gone");
        })
        .runDue();

    assertThat(List.of(broken, unknown, unreadable))
        .allMatch(id -> world.state(id) == DeliveryState.PENDING)
        .allMatch(id -> world.wait(id).equals(Duration.ofSeconds(5)));
    assertThat(world.delivery(broken).problem())
        .contains("what was to be sent could not be written");
    assertThat(world.delivery(unreadable).problem())
        .contains("what was to be sent could not be read");
  }

  @Test
  void an_api_that_tells_nothing_of_this_drops_it() {
    world.renderers.put("silent", new Silent(Optional::empty));
    var id = world.told(HOOK, "silent");
    dispatcher(200).runDue();

    assertThat(world.state(id)).isEqualTo(DeliveryState.DROPPED);
    assertThat(sent).isEmpty();
  }

  @Test
  void an_endpoint_removed_with_a_long_backlog_gets_nothing_of_it() {
    var endpoint = world.endpoint(HOOK);
    for (int i = 0; i < 510; i++) {
      world.ended();
    }
    world.database.write(
        tx -> world.endpoints.remove(tx, TENANT, endpoint.id(), world.clock.instant()));

    assertThat(dispatcher(200).runDue()).isEqualTo(10);
    assertThat(sent).isEmpty();
    assertThat(
            world.database.<List<Delivery>>read(tx ->
                world.outbox.list(tx, TENANT, DeliveryFilter.newest(9).in(DeliveryState.PENDING))))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 410})
  void redelivery_starts_afresh_whatever_became_of_it(int status) {
    var id = world.told(HOOK, RendererName.ATELIER);
    dispatcher(status).runDue();
    world.clock.advance(Duration.ofDays(1));

    assertThat(world.redeliver(id)).isTrue();
    assertThat(world.delivery(id).ended()).isEmpty();
    dispatcher(500).runDue();
    assertThat(world.wait(id)).isEqualTo(Duration.ofSeconds(5));
    world.clock.advance(Duration.ofSeconds(5));
    dispatcher(200).runDue();

    assertThat(world.state(id)).isEqualTo(DeliveryState.DELIVERED);
    assertThat(world.delivery(id).attempts()).isEqualTo(2);
    assertThat(world.attempts(id)).hasSize(3).extracting(DeliveryAttempt::number).isSorted();
    assertThat(sent).allMatch(each -> id.toString().equals(each.headers().get("webhook-id")));
  }

  @Test
  void a_try_in_progress_does_not_decide_over_a_redelivery() {
    var id = world.told(HOOK, RendererName.ATELIER);
    var answers = new ArrayList<>(List.of(410, 200));
    world
        .dispatcher((_, _, _) -> {
          if (answers.size() == 2) {
            world.redeliver(id);
          }
          return status(answers.removeFirst());
        })
        .runDue();

    assertThat(answers).isEmpty();
    assertThat(world.state(id)).isEqualTo(DeliveryState.DELIVERED);
    assertThat(world.attempts(id))
        .extracting(DeliveryAttempt::status)
        .containsExactly(OptionalInt.of(410), OptionalInt.of(200));
  }

  @Test
  void a_claim_that_gets_no_result_ends_by_itself() {
    var id = world.told(HOOK, RendererName.ATELIER);
    crash();
    assertThat(world.delivery(id).trying()).isTrue();
    assertThat(dispatcher(200).runDue()).isZero();

    world.clock.advance(
        DeliveryRetryPolicy.OWN.timeout().plus(DispatchSettings.DEFAULT.claimMargin()));
    assertThat(dispatcher(200).runDue()).isEqualTo(1);
    assertThat(world.state(id)).isEqualTo(DeliveryState.DELIVERED);
    assertThat(world.attempts(id)).extracting(DeliveryAttempt::number).containsExactly(2L);
  }

  @Test
  void a_late_result_does_not_undo_a_newer_one() {
    var id = world.told(HOOK, RendererName.ATELIER);
    var late = new AtomicReference<OutboundResponse>(status(500));
    world
        .dispatcher((_, _, _) -> {
          world.clock.advance(Duration.ofMinutes(5));
          dispatcher(200).runDue();
          return late.get();
        })
        .runDue();

    assertThat(world.state(id)).isEqualTo(DeliveryState.DELIVERED);
    assertThat(world.delivery(id).nextAttempt()).isEmpty();
    assertThat(world.delivery(id).status()).hasValue(200);
    assertThat(world.attempts(id)).hasSize(2);
  }

  @Test
  void the_log_keeps_the_beginning_of_an_answer_on_one_line() {
    var id = world.told(HOOK, RendererName.ATELIER);
    world
        .dispatcher((_, _, _) -> new OutboundResponse(500, Optional.empty(), "no\u0000\r\nway"))
        .runDue();

    assertThat(world.attempts(id))
        .singleElement()
        .satisfies(made -> {
          assertThat(made.answer()).contains("no   way");
          assertThat(made.begun()).isEqualTo(world.clock.instant());
        });
  }

  @Test
  void a_forgotten_delivery_takes_its_log_along() {
    var id = world.told(HOOK, RendererName.ATELIER);
    dispatcher(200).runDue();
    int gone =
        world.database.<Integer>write(
            tx -> world.outbox.forget(tx, world.clock.instant().plusMillis(1), 10));

    assertThat(gone).isEqualTo(2);
    assertThat(world.database.<Optional<Delivery>>read(tx -> world.outbox.find(tx, TENANT, id)))
        .isEmpty();
    assertThat(
            world.database.<List<DeliveryAttempt>>read(tx -> DeliveryAttemptRows.list(tx, id, 9)))
        .isEmpty();
  }

  @Test
  void lanes_are_found_page_by_page_and_their_backlog_is_taken_oldest_first() {
    for (var host : List.of("b", "a", "b", "c", "b")) {
      world.told(URI.create("https://" + host + ".example/"), RendererName.ATELIER);
      world.clock.advance(Duration.ofSeconds(1));
    }
    var now = world.clock.instant();
    var first = world.database.<List<ClaimRows.Waiting>>read(tx -> ClaimRows.lanes(tx, "", 2));
    var second =
        world.database.<List<ClaimRows.Waiting>>read(
            tx -> ClaimRows.lanes(tx, first.getLast().lane(), 2));

    assertThat(first)
        .extracting(ClaimRows.Waiting::lane)
        .containsExactly("studio a.example:443", "studio b.example:443");
    assertThat(first.getLast().due()).isEqualTo(Instant.parse("2026-11-20T12:00:00Z"));
    assertThat(second).extracting(ClaimRows.Waiting::lane).containsExactly("studio c.example:443");

    var taken =
        world.database.<List<Claim>>write(
            tx -> ClaimRows.take(tx, "studio b.example:443", now, 2, _ -> Duration.ofHours(1)));
    assertThat(taken)
        .extracting(claim -> claim.delivery().created())
        .containsExactly(now.minusSeconds(5), now.minusSeconds(3));
    assertThat(
            world.database.<List<Claim>>write(
                tx -> ClaimRows.take(tx, "studio b.example:443", now, 9, _ -> Duration.ofHours(1))))
        .hasSize(1);
  }

  @Test
  void what_nobody_subscribes_to_is_not_sent() {
    var endpoint = world.endpoint(HOOK);
    world.database.write(tx ->
        world.endpoints.change(
            tx,
            TENANT,
            endpoint.id(),
            EndpointChange.NONE.withEvents(Set.of(EventType.JOB_FAILED))));
    var subscribed = world.told(HOOK, RendererName.ATELIER);
    dispatcher(200).runDue();

    assertThat(sent).hasSize(1);
    assertThat(world.delivery(subscribed).endpoint()).isEmpty();
  }

  private WebhookDispatcher dispatcher(int status) {
    return world.dispatcher((_, outgoing, _) -> {
      sent.add(outgoing);
      return status(status);
    });
  }

  /** Ends like a process: nothing after the sending happens. */
  private void crash() {
    try {
      world
          .dispatcher((_, _, _) -> {
            throw new Crash();
          })
          .runDue();
    } catch (Crash expected) {
      return;
    }
    throw new AssertionError("nothing was sent");
  }

  private static final class Crash extends Error {
    private static final long serialVersionUID = 1L;
  }

  private record Silent(Supplier<Optional<Message>> composing) implements PayloadRenderer {
    @Override
    public Optional<Message> render(Delivery delivery, Instant now) {
      return composing.get();
    }

    @Override
    public DeliveryRetryPolicy retryPolicy() {
      return DeliveryRetryPolicy.OWN;
    }
  }
}
