package dev.atelier.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TakeOverGraceTest {
  private static final Duration LEASE = Duration.ofSeconds(30);

  private final TakeOverGrace grace = new TakeOverGrace(LEASE);
  private Instant now = Instant.parse("2026-12-01T00:00:00Z");

  @Test
  void a_lease_after_the_start_what_has_expired_is_abandoned() {
    assertThat(over()).isFalse();
    now = now.plusSeconds(29);
    assertThat(over()).isFalse();
    now = now.plusSeconds(1);
    assertThat(over()).isTrue();
  }

  @Test
  void however_seldom_it_is_asked() {
    assertThat(over()).isFalse();
    for (int look = 0; look < 5; look++) {
      now = now.plus(LEASE.multipliedBy(2));
      assertThat(over()).isTrue();
    }
  }

  @Test
  void after_the_database_was_away_its_holders_have_time_to_renew() {
    over();
    now = now.plusSeconds(100);
    assertThat(over()).isTrue();

    grace.away(now);
    now = now.plusSeconds(20);
    grace.away(now);

    now = now.plusSeconds(29);
    assertThat(over()).isFalse();
    now = now.plusSeconds(1);
    assertThat(over()).isTrue();
  }

  private boolean over() {
    return grace.over(now);
  }
}
