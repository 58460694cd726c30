package dev.atelier.webhook.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.webhook.RendererName;
import dev.atelier.webhook.Schema;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClaimDueTest {
  private final World world = new World(Schema.inMemory());
  private final DeliveryLimiter limiter =
      new DeliveryLimiter(
          new DispatchSettings(1, 1, 1, Duration.ZERO, Duration.ofSeconds(1), Duration.ZERO));
  private final ClaimDue due =
      new ClaimDue(world.database, limiter, world.clock, _ -> Duration.ofMinutes(1));

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
}
