package dev.atelier.webhook.dispatch;

import static dev.atelier.webhook.dispatch.World.HOOK;
import static dev.atelier.webhook.dispatch.World.TENANT;
import static dev.atelier.webhook.dispatch.World.busy;
import static dev.atelier.webhook.dispatch.World.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.http.client.OutboundRequest;
import dev.atelier.http.client.OutboundResponse;
import dev.atelier.http.client.TransportException;
import dev.atelier.http.client.TransportProblem;
import dev.atelier.webhook.RendererName;
import dev.atelier.webhook.Schema;
import dev.atelier.webhook.delivery.Delivery;
import dev.atelier.webhook.delivery.DeliveryAttempt;
import dev.atelier.webhook.delivery.DeliveryFilter;
import dev.atelier.webhook.delivery.DeliveryState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When failed deliveries are tried again, with a clock that stands still and no network. */
class DeliveryRetryPolicyTest {
  private final World world = new World(Schema.inMemory());
  private final List<OutboundRequest> sent = new ArrayList<>();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void ten_tries_are_made_in_about_three_days_and_then_it_has_failed() {
    world.endpoint(HOOK);
    var id = world.ended();
    var dispatcher = dispatcher(500);

    for (var wait : DeliveryRetryPolicy.OWN.waits()) {
      assertThat(dispatcher.runDue()).isEqualTo(1);
      assertThat(world.state(id)).isEqualTo(DeliveryState.PENDING);
      assertThat(world.wait(id)).isEqualTo(wait);
      world.clock.advance(wait.minusMillis(1));
      assertThat(dispatcher.runDue()).isZero();
      world.clock.advance(Duration.ofMillis(1));
    }
    assertThat(dispatcher.runDue()).isEqualTo(1);

    var delivery = world.delivery(id);
    assertThat(delivery.state()).isEqualTo(DeliveryState.FAILED);
    assertThat(delivery.problem()).contains("the URL answered with status 500");
    assertThat(sent)
        .hasSize(10)
        .allMatch(each -> id.toString().equals(each.headers().get("webhook-id")));
    assertThat(Duration.between(delivery.created(), world.clock.instant()))
        .isBetween(Duration.ofHours(68), Duration.ofHours(76));
    assertThat(world.attempts(id))
        .hasSize(10)
        .allMatch(each -> each.status().equals(OptionalInt.of(500)))
        .extracting(DeliveryAttempt::number)
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
  }

  @Test
  void jitter_makes_a_wait_a_fifth_longer_or_shorter() {
    assertThat(DeliveryRetryPolicy.OWN.waitAfter(0, 0)).contains(Duration.ofSeconds(4));
    assertThat(DeliveryRetryPolicy.OWN.waitAfter(0, 1)).contains(Duration.ofSeconds(6));

    var spread =
        new SplittableRandom(7)
            .doubles(200)
            .mapToObj(chance -> DeliveryRetryPolicy.OWN.waitAfter(3, chance).orElseThrow())
            .toList();
    assertThat(spread)
        .allMatch(wait -> wait.toMinutes() >= 96 && wait.toMinutes() <= 144)
        .anyMatch(wait -> wait.toMinutes() < 105)
        .anyMatch(wait -> wait.toMinutes() > 135);
  }

  @Test
  void the_courier_draws_the_jitter() {
    var id = world.told(HOOK, RendererName.ATELIER);
    world.dispatcher((_, _, _) -> status(500), () -> 0, DispatchSettings.DEFAULT).runDue();

    assertThat(world.wait(id)).isEqualTo(Duration.ofSeconds(4));
  }

  @ParameterizedTest
  @CsvSource({
    "429, 120, 120",
    "503, 120, 120",
    "503, 1, 5",
    "503, 'Fri, 20 Nov 2026 12:10:00 GMT', 600",
    "503, 999999999999, 86400",
    "503, 'Fri, 20 Nov 2020 12:10:00 GMT', 5",
    "503, soon, 5",
    "500, 120, 5"
  })
  void a_receiver_may_say_when_to_come_again(int status, String retryAfter, int seconds) {
    var id = world.told(HOOK, RendererName.ATELIER);
    world.dispatcher((_, _, _) -> busy(status, retryAfter)).runDue();

    assertThat(world.wait(id)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @CsvSource({
    "404,true,FAILED",
    "499,true,FAILED",
    "408,true,PENDING",
    "429,true,PENDING",
    "500,true,PENDING",
    "303,true,PENDING",
    "404,false,PENDING"
  })
  void whether_a_client_error_is_final_depends_on_the_api(
      int status, boolean isFinal, DeliveryState state) {
    world.renderers.put(
        "vendor",
        new World.Body(
            new DeliveryRetryPolicy(
                List.of(Duration.ofSeconds(10)), 0, Duration.ofSeconds(5), isFinal)));
    var id = world.told(HOOK, "vendor");
    dispatcher(status).runDue();

    assertThat(world.state(id)).isEqualTo(state);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_private_address_is_refused_at_once(boolean privately) {
    var problem =
        privately ? new TransportProblem.PrivateAddress() : new TransportProblem.BadUrl("no");
    var id = world.told(HOOK, RendererName.ATELIER);
    world
        .dispatcher((_, _, _) -> {
          throw new TransportException(problem);
        })
        .runDue();

    assertThat(world.state(id)).isEqualTo(DeliveryState.REFUSED);
    assertThat(world.delivery(id).problem()).contains(problem.text());
    assertThat(world.delivery(id).status()).isEmpty();
  }

  @Test
  void what_could_not_be_reached_is_tried_again() {
    var id = world.told(HOOK, RendererName.ATELIER);
    world
        .dispatcher((_, _, _) -> {
          throw new TransportException(new TransportProblem.UnknownHost());
        })
        .runDue();

    assertThat(world.wait(id)).isEqualTo(Duration.ofSeconds(5));
    assertThat(world.attempts(id))
        .singleElement()
        .satisfies(made -> {
          assertThat(made.status()).isEmpty();
          assertThat(made.problem()).contains("the host of the URL is unknown");
        });
  }

  @Test
  void a_receiver_that_times_out_is_tried_one_by_one_until_it_answers() {
    for (int i = 0; i < 4; i++) {
      world.told(HOOK, RendererName.ATELIER);
    }
    var atOnce = new ArrayList<Long>();
    var answers = new AtomicReference<Optional<OutboundResponse>>(Optional.empty());
    var dispatcher =
        world.dispatcher((_, _, _) -> {
          atOnce.add(trying());
          return answers
              .get()
              .orElseThrow(() ->
                  new TransportException(new TransportProblem.TimedOut(Duration.ofSeconds(15))));
        });
    dispatcher.runDue();
    assertThat(atOnce).containsExactly(4L, 3L, 2L, 1L);

    atOnce.clear();
    answers.set(Optional.of(status(500)));
    world.clock.advance(Duration.ofSeconds(5));
    dispatcher.runDue();
    assertThat(atOnce).containsExactly(1L, 1L, 1L, 1L);

    atOnce.clear();
    answers.set(Optional.of(status(200)));
    world.clock.advance(Duration.ofMinutes(5));
    dispatcher.runDue();
    assertThat(atOnce).containsExactly(1L, 3L, 2L, 1L);
  }

  private long trying() {
    return world
        .database
        .<List<Delivery>>read(tx -> world.outbox.list(tx, TENANT, DeliveryFilter.newest(99)))
        .stream()
        .filter(Delivery::trying)
        .count();
  }

  private WebhookDispatcher dispatcher(int status) {
    return world.dispatcher((_, outgoing, _) -> {
      sent.add(outgoing);
      return status(status);
    });
  }
}
