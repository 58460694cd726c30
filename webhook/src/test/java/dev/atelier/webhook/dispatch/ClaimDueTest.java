package dev.atelier.webhook.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.webhook.RendererName;
import dev.atelier.webhook.Schema;
import dev.atelier.webhook.delivery.DeliveryAttempt;
import dev.atelier.webhook.delivery.DeliveryId;
import dev.atelier.webhook.delivery.DeliveryState;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClaimDueTest {
  private static final URI HOOK = URI.create("https://a.example/hook");
  private static final Duration CLAIMED = Duration.ofMinutes(1);

  private final World world = new World(Schema.inMemory());
  private final DeliveryLimiter limiter =
      new DeliveryLimiter(
          new DispatchSettings(1, 1, 1, Duration.ZERO, Duration.ofSeconds(1), Duration.ZERO));
  private final ClaimDue due = new ClaimDue(world.database, limiter, world.clock, _ -> CLAIMED);

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void lanes_take_turns_however_much_the_first_has_waiting() {
    for (var host : List.of("a", "a", "a", "b", "c", "c")) {
      world.told(URI.create("https://" + host + ".example/"), RendererName.ATELIER);
    }
    var served = new ArrayList<String>();
    for (int round = 0; round < 6; round++) {
      var claims = new ArrayList<Claim>();
      assertThat(due.claim(claims::add)).isEqualTo(1);
      served.add(claims.getFirst().delivery().url().getHost().substring(0, 1));
      limiter.release(claims.getFirst().lane(), 1);
    }

    assertThat(served).containsExactly("a", "b", "c", "a", "c", "a");
    assertThat(due.claim(_ -> {})).isZero();
  }

  @Test
  void a_job_tells_a_url_one_thing_after_the_other_and_another_job_beside_it() {
    List<DeliveryId> first = world.told(HOOK, 3);
    List<DeliveryId> second = world.told(HOOK, 1);
    List<DeliveryId> elsewhere = world.told(URI.create("https://a.example/other"), 1);
    var places = new DeliveryLimiter(DispatchSettings.DEFAULT);
    var many = new ClaimDue(world.database, places, world.clock, _ -> CLAIMED);

    var told = new ArrayList<DeliveryId>();
    for (List<Claim> claims = claim(many); !claims.isEmpty(); claims = claim(many)) {
      assertThat(claim(many)).as("while those are on their way").isEmpty();
      claims.forEach(this::delivered);
      claims.forEach(each -> told.add(each.delivery().id()));
      claims.forEach(each -> places.release(each.lane(), 1));
    }

    assertThat(told)
        .containsSubsequence(first)
        .containsSubsequence(second)
        .containsSubsequence(elsewhere)
        .hasSize(8)
        .startsWith(first.getFirst(), second.getFirst(), elsewhere.getFirst(), first.get(1));
  }

  @Test
  void what_is_to_be_tried_again_holds_up_nothing_and_comes_first_once_it_is_due() {
    List<DeliveryId> ids = world.told(HOOK, 3);
    Claim refused = one();
    assertThat(refused.delivery().id()).isEqualTo(ids.getFirst());
    var later = world.clock.instant().plusSeconds(5);
    var made =
        new DeliveryAttempt(
            1,
            world.clock.instant(),
            Duration.ZERO,
            OptionalInt.of(500),
            Optional.empty(),
            Optional.empty());
    world.database.write(tx -> {
      ClaimRows.again(tx, refused, later, made);
      return true;
    });

    Claim next = one();
    assertThat(next.delivery().id()).isEqualTo(ids.get(1));
    delivered(next);
    world.clock.advance(Duration.ofSeconds(5));
    assertThat(one().delivery().id()).isEqualTo(ids.getFirst());
    world.clock.advance(CLAIMED);
    assertThat(one().delivery().id()).as("after a claim that got no result").isEqualTo(ids.get(0));
  }

  private Claim one() {
    List<Claim> claims = claim(due);
    assertThat(claims).hasSize(1);
    limiter.release(claims.getFirst().lane(), 1);
    return claims.getFirst();
  }

  private static List<Claim> claim(ClaimDue due) {
    var claims = new ArrayList<Claim>();
    int count = due.claim(claims::add);
    assertThat(claims).hasSize(count);
    return claims;
  }

  private void delivered(Claim claim) {
    var now = world.clock.instant();
    var made =
        new DeliveryAttempt(
            claim.number(),
            now,
            Duration.ZERO,
            OptionalInt.of(200),
            Optional.empty(),
            Optional.empty());
    world.database.write(tx -> ClaimRows.end(tx, claim, DeliveryState.DELIVERED, now, made));
  }
}
