package dev.atelier.gateway.settle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.image.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RetentionPolicyTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final TenantId ARCHIVE = new TenantId("archive");

  private final RetentionPolicy retention =
      new RetentionPolicy(Duration.ofDays(7), Set.of(ARCHIVE));

  @Test
  void pictures_go_after_the_usual_time() {
    assertThat(retention.until(TenantId.DEFAULT, NOW)).contains(NOW.plus(Duration.ofDays(7)));
    assertThat(retention.forGood(TenantId.DEFAULT)).isFalse();
  }

  @Test
  void pictures_of_a_tenant_that_keeps_them_stay() {
    assertThat(retention.until(ARCHIVE, NOW)).isEmpty();
    assertThat(retention.forGood(ARCHIVE)).isTrue();
  }
}
