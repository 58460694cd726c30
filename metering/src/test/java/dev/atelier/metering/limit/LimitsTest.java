package dev.atelier.metering.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.atelier.database.Database;
import dev.atelier.image.AdmissionFault.RateLimited;
import dev.atelier.image.FaultException;
import dev.atelier.image.ImageSize;
import dev.atelier.image.KeyId;
import dev.atelier.image.TenantId;
import dev.atelier.metering.Schema;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import dev.atelier.testkit.FakeClock;
import dev.atelier.testkit.Property;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {
  private static final Principal ANN = principal("acme", "ann");
  private static final Principal BOB = principal("acme", "bob");
  private static final Principal EVE = principal("evil", "eve");
  private static final Optional<String> NOBODY = Optional.empty();

  private final FakeClock clock = FakeClock.fixed();

  @Test
  void without_limits_everyone_gets_in() {
    var limits = new Limits(LimitSettings.UNLIMITED, clock);

    for (var i = 0; i < 1_000; i++) {
      assertThat(tryEnter(limits, ANN, 10)).isEmpty();
    }
    assertThat(limits.metersKept()).isZero();
  }

  @Test
  void a_tenth_of_a_minute_may_come_at_once_and_the_next_waits_its_turn() {
    var limits = perKey(new Allowance(60, 0, 0));
    enter(limits, ANN, 1, 6);

    assertThat(refusal(limits, ANN, 1))
        .isEqualTo(new RateLimited("requests", 60, 60, 1, Duration.ofSeconds(1)));

    clock.advance(Duration.ofMillis(400));
    assertThat(refusal(limits, ANN, 1).retryAfter()).isEqualTo(Duration.ofMillis(600));
    clock.advance(Duration.ofMillis(600));
    enter(limits, ANN, 1, 1);
    assertThat(refusal(limits, ANN, 1).retryAfter()).isEqualTo(Duration.ofSeconds(1));
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
  void over_any_minute_no_more_than_limit_and_burst_gets_in_whatever_comes() {
    Property.forAll(
        60,
        random -> random,
        random -> {
          var max = random.nextInt(1, 200);
          var most = max + RateLimiter.burst(max, Meter.ORDER_MAX);
          var limits = perKey(new Allowance(0, max, 0));
          var window = new ArrayDeque<long[]>();
          var sum = 0L;
          for (var i = 0; i < 400; i++) {
            clock.advance(Duration.ofMillis(random.nextInt(random.nextBoolean() ? 20_000 : 300)));
            var wanted = random.nextInt(1, Math.min(most, 25) + 1);
            var now = clock.instant().toEpochMilli();
            while (!window.isEmpty() && window.getFirst()[0] <= now - 60_000) {
              sum -= window.removeFirst()[1];
            }
            if (tryEnter(limits, ANN, wanted).isEmpty()) {
              window.addLast(new long[] {now, wanted});
              sum += wanted;
            }
            assertThat(sum).isLessThanOrEqualTo(most);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 60, 600, 10_000})
  void under_pressure_nearly_the_whole_limit_gets_in(int max) {
    var limits = perKey(new Allowance(max, 0, 0));
    var admitted = 0;
    var minutes = 4;

    for (var milli = 0; milli < minutes * 60_000; milli += 5) {
      admitted += tryEnter(limits, ANN, 1).isEmpty() ? 1 : 0;
      clock.advance(Duration.ofMillis(5));
    }

    assertThat(admitted)
        .isBetween((int) Math.ceil(0.98 * max * minutes), max * minutes + Math.ceilDiv(max, 10));
  }

  @Test
  void under_pressure_of_many_threads_the_bounds_hold() throws Exception {
    var max = 60_000;
    var limits =
        new Limits(
            new LimitSettings(new Allowance(max, 0, 0), Allowance.UNLIMITED),
            InstantSource.system());
    var admitted = new ConcurrentLinkedQueue<Long>();
    var begin = System.nanoTime();
    var end = begin + Duration.ofSeconds(2).toNanos();

    try (var threads = Executors.newFixedThreadPool(8)) {
      for (var i = 0; i < 8; i++) {
        threads.execute(() -> {
          while (System.nanoTime() < end) {
            if (tryEnter(limits, ANN, 1).isEmpty()) {
              admitted.add(System.nanoTime());
            }
          }
        });
      }
    }

    var perSecond = max / 60.0;
    var seconds = (System.nanoTime() - begin) / 1e9;
    assertThat((double) admitted.size())
        .isLessThanOrEqualTo(perSecond * seconds + max / 10.0 + 1)
        .isGreaterThanOrEqualTo(0.98 * perSecond * 2);
  }

  @Test
  void an_order_larger_than_a_burst_waits_until_it_is_within_the_bound() {
    var limits = perKey(new Allowance(0, 5, 0));
    enter(limits, ANN, 10, 1);

    assertThat(refusal(limits, ANN, 1).retryAfter()).isEqualTo(Duration.ofSeconds(72));
    clock.advance(Duration.ofSeconds(72));
    enter(limits, ANN, 1, 1);
    assertThat(Limits.ordersMax(new Allowance(0, 5, 0))).isEqualTo(10);
  }

  @Test
  void keys_have_their_own_limits_and_share_their_tenants() {
    var limits =
        new Limits(new LimitSettings(new Allowance(0, 2, 0), new Allowance(0, 3, 0)), clock);
    enter(limits, ANN, 1, 2);

    assertThat(refusal(limits, ANN, 1).max()).isEqualTo(2);
    enter(limits, BOB, 1, 1);
    assertThat(refusal(limits, BOB, 1).max()).isEqualTo(3);
    enter(limits, EVE, 1, 2);
  }

  @Test
  void a_refused_request_uses_nothing_up_and_one_taken_back_neither() {
    var own = perKey(new Allowance(30, 2, 0));
    enter(own, ANN, 2, 1);
    for (var i = 0; i < 10; i++) {
      assertThat(refusal(own, ANN, 2).limit()).isEqualTo("input-images");
    }
    enter(own, ANN, 0, 2);
    assertThat(refusal(own, ANN, 0).limit()).isEqualTo("requests");

    var other = perKey(new Allowance(0, 2, 0));
    for (var i = 0; i < 10; i++) {
      other.admit(other.of(ANN, NOBODY), 2).takeBack();
    }
  }

  @Test
  void of_several_refusals_the_longest_wait_is_told() {
    var limits = perKey(new Allowance(60, 1, 0));
    enter(limits, ANN, 1, 1);

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
                Map.of("ann", new Allowance(0, 1, 0)),
                Map.of("evil", new Allowance(0, 2, 0))),
            clock);
    enter(limits, ANN, 1, 1);
    enter(limits, EVE, 1, 2);

    assertThat(refusal(limits, ANN, 1).max()).isEqualTo(1);
    assertThat(refusal(limits, EVE, 1).max()).isEqualTo(2);
    enter(limits, BOB, 1, 50);
  }

  @Test
  void what_is_set_counts_at_once_and_what_was_used_stays_used() {
    try (var database = Schema.inMemory()) {
      var book = new LimitBook(database);
      var limits = new Limits(LimitSettings.UNLIMITED, book, clock);
      var acme = new LimitOwner.OfTenant(ANN.tenant());
      enter(limits, ANN, 1, 50);

      set(database, book, acme, images(2));
      enter(limits, ANN, 1, 2);
      assertThat(refusal(limits, BOB, 1).max()).isEqualTo(2);
      set(database, book, acme, images(6));
      assertThat(refusal(limits, BOB, 1).retryAfter()).isEqualTo(Duration.ofSeconds(10));
      assertThat(database.<Boolean>write(tx -> book.clear(tx, acme))).isTrue();
      enter(limits, BOB, 1, 50);
    }
  }

  @Test
  void end_users_have_limits_of_their_own_or_those_of_each() {
    try (var database = Schema.inMemory()) {
      var book = new LimitBook(database);
      var limits = new Limits(LimitSettings.UNLIMITED, book, clock);
      set(database, book, new LimitOwner.OfUser(ANN.tenant(), LimitOwner.EVERY_USER), images(1));
      set(database, book, new LimitOwner.OfUser(ANN.tenant(), "vip"), images(3));

      for (var user : List.of("one", "two")) {
        assertThat(tryEnter(limits, ANN, Optional.of(user), 1)).isEmpty();
        assertThat(tryEnter(limits, BOB, Optional.of(user), 1)).isPresent();
        assertThat(tryEnter(limits, EVE, Optional.of(user), 1)).isEmpty();
      }
      assertThat(tryEnter(limits, ANN, Optional.of("vip"), 3)).isEmpty();
      assertThat(tryEnter(limits, ANN, Optional.of("vip"), 1)).isPresent();
      enter(limits, ANN, 1, 10);
    }
  }

  @Test
  void any_number_of_end_users_takes_bounded_memory_and_none_gets_more() {
    try (var database = Schema.inMemory()) {
      var book = new LimitBook(database);
      var limits = new Limits(LimitSettings.UNLIMITED, book, clock);
      set(database, book, new LimitOwner.OfUser(ANN.tenant(), LimitOwner.EVERY_USER), images(1));
      for (var i = 0; i < Limits.METERS_MAX; i++) {
        assertThat(tryEnter(limits, ANN, Optional.of("user" + i), 1)).isEmpty();
      }

      assertThat(tryEnter(limits, ANN, Optional.of("first too many"), 1)).isEmpty();
      assertThat(tryEnter(limits, ANN, Optional.of("second too many"), 1)).isPresent();
      assertThat(limits.metersKept()).isEqualTo(Limits.METERS_MAX + 1);

      clock.advance(Duration.ofMinutes(2));
      assertThat(tryEnter(limits, ANN, Optional.of("second too many"), 1)).isEmpty();
      assertThat(limits.metersKept()).isLessThan(10);
    }
  }

  @Test
  void how_it_stands_is_told_by_the_tightest_limit() {
    var limits =
        new Limits(new LimitSettings(new Allowance(60, 0, 0), new Allowance(600, 20, 0)), clock);
    enter(limits, ANN, 2, 4);

    var standing = limits.standing(limits.of(ANN, NOBODY));

    assertThat(standing.requests()).hasValue(new Limits.Pace(60, 2, Duration.ofSeconds(4)));
    assertThat(standing.images()).hasValue(new Limits.Pace(20, 2, Duration.ofSeconds(24)));
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
    assertThatIllegalArgumentException().isThrownBy(() -> limits.admit(List.of(), -1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Allowance(-1, 0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Allowance(0, -1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Allowance(0, 0, -1));
  }

  @ParameterizedTest
  @CsvSource({
    "1536x1024, 1536, 1024, true",
    "1536x1024, 1024, 1536, true",
    "1536x1024, 1536, 1025, false",
    "1048576, 1024, 1024, true",
    "1048576, 1024, 1040, false",
  })
  void a_largest_size_is_a_box_either_way_up_or_a_number_of_pixels(
      String max, int width, int height, boolean holds) {
    assertThat(SizeMax.parse(max).orElseThrow().holds(new ImageSize(width, height)))
        .isEqualTo(holds);
    assertThat(SizeMax.parse(max).orElseThrow()).hasToString(max);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "x", "0x10", "10x", "10*10", "99999999999", "-1"})
  void anything_else_is_no_largest_size(String text) {
    assertThat(SizeMax.parse(text)).isEmpty();
  }

  private Limits perKey(Allowance allowance) {
    return new Limits(new LimitSettings(allowance, Allowance.UNLIMITED), clock);
  }

  private static OwnLimits images(int perMinute) {
    return new OwnLimits(
        Optional.empty(),
        Optional.of(perMinute),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static void set(Database database, LimitBook book, LimitOwner owner, OwnLimits limits) {
    database.write(tx -> {
      book.set(tx, owner, limits);
      return owner;
    });
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
    return tryEnter(limits, who, NOBODY, images);
  }

  private static Optional<RateLimited> tryEnter(
      Limits limits, Principal who, Optional<String> user, int images) {
    try {
      limits.admit(limits.of(who, user), images);
      return Optional.empty();
    } catch (FaultException refused) {
      return Optional.of((RateLimited) refused.fault());
    }
  }

  private static Principal principal(String tenant, String key) {
    return new Principal(new TenantId(tenant), new KeyId(key), Scope.all(), Optional.empty());
  }
}
