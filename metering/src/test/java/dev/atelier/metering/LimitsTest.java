package dev.atelier.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.atelier.image.AdmissionFault.RateLimited;
import dev.atelier.image.FaultException;
import dev.atelier.image.KeyId;
import dev.atelier.image.TenantId;
import dev.atelier.testkit.FakeClock;
import dev.atelier.testkit.Property;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LimitsTest {
  private static final Principal ANN = principal("acme", "ann");
  private static final Principal BOB = principal("acme", "bob");
  private static final Principal EVE = principal("evil", "eve");

  private final FakeClock clock = FakeClock.fixed();

  @Test
  void without_limits_everyone_gets_in() {
    var limits = new Limits(LimitSettings.UNLIMITED, clock);

    for (var i = 0; i < 1_000; i++) {
      assertThat(limits.admit(ANN, 10)).isNotNull();
    }
  }

  @Test
  void a_minutes_requests_may_come_at_once_and_the_next_waits_its_turn() {
    var limits = perKey(new Allowance(6, 0, 0));
    enter(limits, ANN, 1, 6);

    assertThat(refusal(limits, ANN, 1))
        .isEqualTo(new RateLimited("requests", 6, 6, 1, Duration.ofSeconds(10)));

    clock.advance(Duration.ofSeconds(4));
    assertThat(refusal(limits, ANN, 1).retryAfter()).isEqualTo(Duration.ofSeconds(6));
    clock.advance(Duration.ofSeconds(6));
    enter(limits, ANN, 1, 1);
    assertThat(refusal(limits, ANN, 1).retryAfter()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void images_are_counted_by_the_picture() {
    var limits = perKey(new Allowance(0, 5, 0));
    enter(limits, ANN, 4, 1);

    assertThat(refusal(limits, ANN, 2))
        .isEqualTo(new RateLimited("input-images", 5, 4, 2, Duration.ofSeconds(12)));
    enter(limits, ANN, 1, 1);
    assertThat(refusal(limits, ANN, 1))
        .isEqualTo(new RateLimited("input-images", 5, 5, 1, Duration.ofSeconds(12)));
    enter(limits, ANN, 0, 3);
  }

  @Test
  void after_the_wait_it_was_told_a_request_gets_in_and_not_before() {
    Property.forAll(
        300,
        random -> random,
        random -> {
          var max = random.nextInt(1, 50);
          var limits = perKey(new Allowance(0, max, 0));
          for (var i = 0; i < 30; i++) {
            var wanted = random.nextInt(1, max + 1);
            if (random.nextBoolean()) {
              clock.advance(Duration.ofMillis(random.nextInt(30_000)));
            }
            var refused = tryEnter(limits, ANN, wanted);
            if (refused.isPresent()) {
              var wait = refused.get().retryAfter();
              assertThat(wait).isPositive();
              var early = Duration.ofMillis(Math.max(0, wait.toMillis() - 2));
              clock.advance(early);
              assertThat(tryEnter(limits, ANN, wanted)).isPresent();
              clock.advance(wait.minus(early));
              assertThat(tryEnter(limits, ANN, wanted)).isEmpty();
            }
          }
        });
  }

  @Test
  void in_any_minute_no_more_than_two_minutes_worth_gets_in() {
    var random = new SplittableRandom(5);
    var limits = perKey(new Allowance(60, 0, 0));
    var admitted = 0;

    for (var second = 0; second < 600; second++) {
      for (var i = 0; i < random.nextInt(6); i++) {
        admitted += tryEnter(limits, ANN, 1).isEmpty() ? 1 : 0;
      }
      clock.advance(Duration.ofSeconds(1));
    }

    assertThat(admitted).isBetween(600, 660);
  }

  @Test
  void an_order_larger_than_the_limit_waits_for_a_full_minute_and_is_paid_off() {
    var limits = perKey(new Allowance(0, 5, 0));
    enter(limits, ANN, 1, 1);

    assertThat(refusal(limits, ANN, 10).retryAfter()).isEqualTo(Duration.ofSeconds(12));
    clock.advance(Duration.ofSeconds(12));
    enter(limits, ANN, 10, 1);

    assertThat(refusal(limits, ANN, 1))
        .isEqualTo(new RateLimited("input-images", 5, 10, 1, Duration.ofSeconds(72)));
  }

  @Test
  void a_place_is_free_again_when_its_admission_is_closed_once() {
    var limits = perKey(new Allowance(0, 0, 2));
    var first = limits.admit(ANN, 1);
    limits.admit(ANN, 1);

    assertThat(refusal(limits, ANN, 1))
        .isEqualTo(new RateLimited("concurrency", 2, 2, 1, Duration.ofSeconds(1)));
    first.close();
    first.close();
    limits.admit(ANN, 1);
    assertThat(refusal(limits, ANN, 1).limit()).isEqualTo("concurrency");
  }

  @Test
  void keys_have_their_own_limits_and_share_their_tenants() {
    var limits =
        new Limits(new LimitSettings(new Allowance(2, 0, 0), new Allowance(3, 0, 0)), clock);
    enter(limits, ANN, 1, 2);

    assertThat(refusal(limits, ANN, 1).max()).isEqualTo(2);
    enter(limits, BOB, 1, 1);
    assertThat(refusal(limits, BOB, 1).max()).isEqualTo(3);
    enter(limits, EVE, 1, 2);
  }

  @Test
  void a_refused_request_uses_nothing_up() {
    var limits =
        new Limits(new LimitSettings(new Allowance(100, 100, 0), new Allowance(0, 0, 1)), clock);
    limits.admit(BOB, 1);
    for (var i = 0; i < 200; i++) {
      assertThat(refusal(limits, ANN, 1).limit()).isEqualTo("concurrency");
    }

    var own = perKey(new Allowance(3, 2, 0));
    enter(own, ANN, 2, 1);
    for (var i = 0; i < 10; i++) {
      assertThat(refusal(own, ANN, 2).limit()).isEqualTo("input-images");
    }
    enter(own, ANN, 0, 2);
    assertThat(refusal(own, ANN, 0).limit()).isEqualTo("requests");
  }

  @Test
  void of_several_refusals_the_longest_wait_is_told() {
    var limits = perKey(new Allowance(60, 1, 1));
    limits.admit(ANN, 1);

    assertThat(refusal(limits, ANN, 1))
        .isEqualTo(new RateLimited("input-images", 1, 1, 1, Duration.ofSeconds(60)));
  }

  @Test
  void a_named_key_and_a_named_tenant_have_their_own_limits() {
    var limits =
        new Limits(
            new LimitSettings(
                Allowance.UNLIMITED,
                Allowance.UNLIMITED,
                Map.of("ann", new Allowance(1, 0, 0)),
                Map.of("evil", new Allowance(2, 0, 0))),
            clock);
    enter(limits, ANN, 1, 1);
    enter(limits, EVE, 1, 2);

    assertThat(refusal(limits, ANN, 1).max()).isEqualTo(1);
    assertThat(refusal(limits, EVE, 1).max()).isEqualTo(2);
    enter(limits, BOB, 1, 50);
  }

  @Test
  void what_rests_is_forgotten_and_what_is_busy_is_not() {
    var limits = perKey(new Allowance(1, 0, 1));
    var busy = limits.admit(principal("acme", "busy"), 1);
    for (var i = 0; i < 10_500; i++) {
      limits.admit(principal("acme", "key" + i), 1).close();
      clock.advance(Duration.ofMillis(100));
    }

    assertThat(refusal(limits, principal("acme", "busy"), 1).limit()).isEqualTo("concurrency");
    assertThat(limits.metersKept()).isLessThanOrEqualTo(10_001);
    busy.close();
  }

  @Test
  void a_clock_that_goes_back_gives_nothing_away() {
    var limits = perKey(new Allowance(1, 0, 0));
    enter(limits, ANN, 1, 1);

    clock.advance(Duration.ofHours(-1));

    assertThat(refusal(limits, ANN, 1).limit()).isEqualTo("requests");
  }

  @Test
  void senseless_numbers_are_refused() {
    var limits = new Limits(LimitSettings.UNLIMITED, clock);
    assertThatIllegalArgumentException().isThrownBy(() -> limits.admit(ANN, -1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Allowance(-1, 0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Allowance(0, -1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Allowance(0, 0, -1));
  }

  private Limits perKey(Allowance allowance) {
    return new Limits(new LimitSettings(allowance, Allowance.UNLIMITED), clock);
  }

  private static void enter(Limits limits, Principal who, int images, int times) {
    for (var i = 0; i < times; i++) {
      assertThat(tryEnter(limits, who, images)).isEmpty();
    }
  }

  private static RateLimited refusal(Limits limits, Principal who, int images) {
    return tryEnter(limits, who, images).orElseThrow();
  }

  private static Optional<RateLimited> tryEnter(Limits limits, Principal who, int images) {
    try {
      limits.admit(who, images);
      return Optional.empty();
    } catch (FaultException refused) {
      return Optional.of((RateLimited) refused.fault());
    }
  }

  private static Principal principal(String tenant, String key) {
    return new Principal(new TenantId(tenant), new KeyId(key), Scope.all(), Optional.empty());
  }
}
