package dev.atelier.provider.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.catalog.Catalog;
import dev.atelier.image.AccountId;
import dev.atelier.image.Operation;
import dev.atelier.image.Order;
import dev.atelier.image.TenantId;
import dev.atelier.provider.Account;
import dev.atelier.provider.AttemptOutcome.NotSent;
import dev.atelier.provider.AttemptOutcome.Succeeded;
import dev.atelier.provider.AttemptOutcome.Throttled;
import dev.atelier.provider.Capabilities;
import dev.atelier.provider.Credential;
import dev.atelier.provider.FakeProvider;
import dev.atelier.provider.RemainingLimit;
import dev.atelier.testkit.FakeClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which account takes the work, and what is said about it. */
class AccountChoiceTest {
  private static final RoutingKey EDIT = new RoutingKey("gpt-image-2", Operation.EDIT);
  private static final TenantId ACME = new TenantId("acme");
  private static final SlotRequest REQUEST =
      SlotRequest.of(EDIT, ACME, Order.of("gpt-image-2", "a red fox"));

  private final FakeClock clock = FakeClock.fixed();
  private final Map<String, BigDecimal> prices = new HashMap<>();

  @Test
  void tiers_come_in_their_order_and_others_after_them() {
    var pool = pool(tier("api", "api"), tier("none", ""), tier("pro", "pro"), tier("plus", "plus"));

    List<String> order = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      order.add(name(pool.reserve(REQUEST).orElseThrow()));
    }
    assertThat(order.subList(0, 2)).containsExactly("plus", "pro");
    assertThat(order.subList(2, 4)).containsExactlyInAnyOrder("api", "none");
  }

  @Test
  void the_cheapest_of_a_tier_comes_first_and_an_unknown_price_last() {
    prices.put("dear", new BigDecimal("0.08"));
    prices.put("cheap", new BigDecimal("0.0400"));
    var pool = pool(tier("dear", ""), tier("unknown", ""), tier("cheap", ""), tier("pro", "pro"));

    assertThat(name(pool.reserve(REQUEST).orElseThrow())).isEqualTo("pro");
    Slot second = pool.reserve(REQUEST).orElseThrow();
    assertThat(name(second)).isEqualTo("cheap");
    assertThat(second.choice().reason()).isEqualTo("chosen: of 3 free, cheapest at $0.04 an image");
    assertThat(second.choice().others())
        .containsExactly(
            "dear: free, but dearer ($0.08 an image rather than $0.04)",
            "unknown: free, but dearer (an unknown price an image rather than $0.04)",
            "pro: no free slot (1 of 1)");
    assertThat(name(pool.reserve(REQUEST).orElseThrow())).isEqualTo("dear");
    assertThat(name(pool.reserve(REQUEST).orElseThrow())).isEqualTo("unknown");
  }

  @Test
  void what_was_asked_for_comes_before_the_operators_preference() {
    var pool = pool(tier("ours", "official"), tier("pro", "pro"));
    RoutingKey first = EDIT.filter(new AccountFilter.First("official"));

    Slot slot = pool.reserve(SlotRequest.of(first)).orElseThrow();
    assertThat(name(slot)).isEqualTo("ours");
    assertThat(slot.choice().reason()).isEqualTo("chosen: of 2 free, tier official as asked for");
    assertThat(pool.reserve(SlotRequest.of(first)).map(AccountChoiceTest::name)).contains("pro");
  }

  @Test
  void an_account_that_failed_the_job_is_the_last_to_get_it_again() {
    var pool = pool(tier("failed", "plus"), tier("other", ""));
    Set<AccountId> failed = Set.of(new AccountId("failed"));

    Slot first = pool.reserve(REQUEST.after(failed)).orElseThrow();
    assertThat(name(first)).isEqualTo("other");
    assertThat(first.choice().lines())
        .containsExactly(
            "chosen: of 2 free, did not fail this job", "failed: failed this job already");
    assertThat(pool.reserve(REQUEST.without(failed))).isEmpty();
    assertThat(pool.reserve(REQUEST.after(failed)).orElseThrow().choice().reason())
        .isEqualTo("chosen: the only one free, though it failed this job already");
  }

  @Test
  void every_account_that_cannot_take_the_work_is_named_with_the_reason() {
    var pool =
        pool(
            tier("ready", ""),
            account("busy", 1, OptionalInt.empty(), Set.of(), false),
            account("counted", 9, OptionalInt.of(2), Set.of(), false),
            account("asleep", 1, OptionalInt.empty(), Set.of(), true),
            account("other", 1, OptionalInt.empty(), Set.of("gpt-image-2.5-flare"), false),
            account("throttled", 1, OptionalInt.empty(), Set.of(), false));
    Slot counted = only(pool, "counted");
    assertThat(counted.order(5, 0)).isEqualTo(2);
    counted.begun();
    Slot throttled = only(pool, "throttled");
    throttled.report(
        EDIT,
        new Throttled(Optional.of(Duration.ofSeconds(71)), "429 rate_limit_exceeded\nslow"),
        clock.instant());
    throttled.close();
    var _ = only(pool, "busy");

    AccountChoice choice = pool.reserve(REQUEST).orElseThrow().choice();
    assertThat(choice.reason()).isEqualTo("chosen: the only one free");
    assertThat(choice.others())
        .containsExactly(
            "busy: no free slot (1 of 1)",
            "counted: images per minute used up (2) until " + in(60),
            "asleep: paused by the operator",
            "throttled: resting until " + in(71) + " after 429 rate_limit_exceeded slow",
            "other: does not make gpt-image-2");
    assertThat(pool.waiting(REQUEST).reason())
        .isEqualTo("no account can take gpt-image-2/edit now");
    assertThat(pool.waiting(REQUEST).others()).hasSize(6).contains("ready: no free slot (1 of 1)");
  }

  @Test
  void an_edit_with_a_mask_goes_only_where_one_is_taken() {
    RoutingKey masked = RoutingKey.parse("gpt-image-2/edit+mask^official");
    assertThat(masked.text()).isEqualTo("gpt-image-2/edit+mask^official");
    var plain = new FakeProvider("plain", new Capabilities(10, false, false, false)).withoutMasks();
    var pool =
        new AccountPool(
            List.of(
                new Account(
                    new AccountId("plain"),
                    "plain",
                    Optional.empty(),
                    Set.of(),
                    9,
                    Optional.empty(),
                    1)),
            List.of(plain),
            Catalog.builtIn(),
            Set.of("official"),
            AccountPreference.DEFAULT,
            clock);

    assertThat(pool.serves(masked)).isFalse();
    assertThat(pool.reserve(masked)).isEmpty();
    assertThat(pool.open()).contains(masked.unmasked()).doesNotContain(masked);
    assertThat(pool.waiting(SlotRequest.of(masked)).others())
        .containsExactly("plain: takes no mask for gpt-image-2");
    assertThat(pool.reserve(masked.unmasked())).isPresent();
  }

  @Test
  void what_is_left_of_an_upstreams_limit_holds_with_a_mask_and_without() {
    var pool = pool(tier("one", ""));
    RoutingKey masked = RoutingKey.parse("gpt-image-2/edit+mask");
    try (Slot slot = pool.reserve(EDIT).orElseThrow()) {
      slot.allowance(new RemainingLimit("images", 0, Duration.ofSeconds(30)));
    }
    assertThat(pool.reserve(masked)).isEmpty();
    clock.advance(Duration.ofSeconds(31));
    assertThat(pool.reserve(masked)).isPresent();
  }

  @Test
  void of_many_accounts_twenty_are_named_and_the_others_counted() {
    var pool =
        pool(
            IntStream.range(0, 1_000)
                .mapToObj(i -> account("a" + i, 1, OptionalInt.empty(), Set.of(), i > 0))
                .toArray(Account[]::new));

    AccountChoice choice = pool.reserve(REQUEST).orElseThrow().choice();
    assertThat(choice.others()).hasSize(21).endsWith("and 979 more");
  }

  @Test
  void a_tenant_stays_with_one_account_and_returns_to_it_after_a_rest() {
    var pool = pool(ten());
    String home = oneCall(pool, ACME);
    for (int i = 0; i < 5; i++) {
      assertThat(oneCall(pool, ACME)).isEqualTo(home);
    }
    pool.cool(new AccountId(home), EDIT, new Cooldown(clock.instant().plusSeconds(60), "429"));
    String meanwhile = oneCall(pool, ACME);
    assertThat(meanwhile).isNotEqualTo(home);
    assertThat(oneCall(pool, ACME)).isEqualTo(meanwhile);
    clock.advance(Duration.ofSeconds(61));
    assertThat(oneCall(pool, ACME)).isEqualTo(home);
  }

  @Test
  void an_account_that_goes_moves_the_tenants_of_no_other() {
    Account[] all = ten();
    var pool = pool(all);
    Map<TenantId, String> homes = new HashMap<>();
    for (TenantId tenant : tenants(60)) {
      homes.put(tenant, pool(all).reserve(of(tenant)).map(AccountChoiceTest::name).orElseThrow());
    }
    pool.replace(List.of(all).subList(1, 10));
    var moved = new HashSet<String>();
    homes.forEach((tenant, home) -> {
      var without = pool(List.of(all).subList(1, 10).toArray(Account[]::new));
      if (!without.reserve(of(tenant)).map(AccountChoiceTest::name).orElseThrow().equals(home)) {
        moved.add(home);
      }
    });
    assertThat(moved).containsExactly("a0");
  }

  @Test
  void tenants_are_spread_by_weight() {
    Account[] accounts = {weighted("light", 1), weighted("middle", 2), weighted("heavy", 5)};
    Map<String, Integer> homes = new HashMap<>();
    for (TenantId tenant : tenants(800)) {
      String home = pool(accounts).reserve(of(tenant)).map(AccountChoiceTest::name).orElseThrow();
      homes.merge(home, 1, Integer::sum);
    }
    assertThat(homes.get("light")).isBetween(70, 130);
    assertThat(homes.get("middle")).isBetween(160, 240);
    assertThat(homes.get("heavy")).isBetween(450, 550);
  }

  @ParameterizedTest
  @ValueSource(strings = {"acme", "zenith", "a", "b", "c"})
  void the_work_of_a_single_tenant_is_shared_by_weight_all_the_same(String tenant) {
    var pool = pool(weighted("light", 1), weighted("heavy", 3));
    int heavy = 0;
    for (int i = 0; i < 400; i++) {
      heavy += oneCall(pool, new TenantId(tenant)).equals("heavy") ? 1 : 0;
    }
    assertThat(heavy).isBetween(280, 320);
  }

  @Test
  void calls_of_one_tenant_at_once_are_not_all_at_one_account() {
    var pool = pool(weighted("a", 1), weighted("b", 1));
    Map<String, Integer> calls = new HashMap<>();
    for (int i = 0; i < 100; i++) {
      calls.merge(name(pool.reserve(REQUEST).orElseThrow()), 1, Integer::sum);
    }
    assertThat(calls.values()).allSatisfy(count -> assertThat(count).isBetween(37, 63));
  }

  @Test
  void images_that_a_commit_did_not_order_are_not_counted() {
    var pool = pool(account("counted", 9, OptionalInt.of(10), Set.of(), false));
    Slot slot = pool.reserve(REQUEST).orElseThrow();
    assertThat(slot.order(7, 0)).isEqualTo(7);
    assertThat(slot.order(7, 0)).as("the same commit, tried again").isEqualTo(7);
    slot.close();

    Slot next = pool.reserve(REQUEST).orElseThrow();
    assertThat(next.order(7, 0)).as("the first was rolled back").isEqualTo(7);
    next.begun();
    next.close();
    assertThat(pool.reserve(REQUEST).orElseThrow().order(7, 0)).isEqualTo(3);
  }

  @Test
  void what_the_upstream_says_is_left_bounds_what_is_ordered_until_its_reset() {
    var pool = pool(account("told", 9, OptionalInt.empty(), Set.of(), false));
    Slot slot = pool.reserve(REQUEST).orElseThrow();
    slot.allowance(new RemainingLimit("images", 3, Duration.ofSeconds(20)));
    assertThat(slot.order(10, 0)).isEqualTo(3);
    slot.begun();

    assertThat(pool.reserve(REQUEST)).isEmpty();
    assertThat(pool.waiting(REQUEST).others())
        .containsExactly("told: resting until " + in(20) + " after no images left");
    slot.report(EDIT, Succeeded.ALL, clock.instant());
    assertThat(pool.reserve(REQUEST)).as("a success does not fill it").isEmpty();
    clock.advance(Duration.ofSeconds(20));
    assertThat(pool.reserve(REQUEST).orElseThrow().order(10, 0)).isEqualTo(10);
  }

  @Test
  void a_limit_on_images_that_are_sent_leaves_generations_alone() {
    var pool = pool(account("told", 9, OptionalInt.empty(), Set.of(), false));
    pool.reserve(REQUEST)
        .orElseThrow()
        .allowance(new RemainingLimit("input-images", 0, Duration.ofSeconds(20)));

    assertThat(pool.reserve(REQUEST)).isEmpty();
    assertThat(pool.reserve(new RoutingKey("gpt-image-2", Operation.GENERATION))).isPresent();
  }

  /** Whatever happened to the accounts before, what is chosen could take the work. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void none_is_chosen_that_cannot_take_the_work(long seed) {
    var random = new SplittableRandom(seed);
    var accounts = new ArrayList<Account>();
    for (int i = 0; i < 12; i++) {
      accounts.add(
          account(
              "a" + i,
              1 + random.nextInt(3),
              random.nextBoolean() ? OptionalInt.of(1 + random.nextInt(6)) : OptionalInt.empty(),
              random.nextInt(4) == 0 ? Set.of("gpt-image-2.5-flare") : Set.of(),
              random.nextInt(6) == 0));
    }
    var pool = pool(accounts.toArray(Account[]::new));
    var open = new ArrayList<Slot>();
    var ordered = new HashMap<String, List<Ordered>>();
    for (int step = 0; step < 400; step++) {
      clock.advance(Duration.ofMillis(random.nextInt(3_000)));
      Set<AccountId> failed =
          random.nextInt(3) == 0 ? Set.of(new AccountId("a" + random.nextInt(12))) : Set.of();
      var usable = pool.usable(EDIT);
      boolean listed = pool.open().contains(EDIT);
      SlotRequest request = random.nextBoolean() ? REQUEST.after(failed) : REQUEST.without(failed);
      Optional<Slot> slot = pool.reserve(request);
      if (slot.isEmpty()) {
        assertThat(listed && !request.elsewhere())
            .as("open, and yet none: step %s", step)
            .isFalse();
      } else {
        Account account = slot.get().account();
        String name = account.id().value();
        assertThat(listed).isTrue();
        assertThat(usable).contains(account.id());
        assertThat(account.paused()).isFalse();
        assertThat(account.makes("gpt-image-2")).isTrue();
        assertThat(pool.inFlight(account.id())).isLessThanOrEqualTo(account.concurrency());
        assertThat(request.elsewhere() && failed.contains(account.id())).isFalse();
        int images = slot.get().order(1 + random.nextInt(4), 0);
        if (random.nextInt(4) == 0) {
          slot.get().close();
        } else {
          slot.get().begun();
          ordered
              .computeIfAbsent(name, _ -> new ArrayList<>())
              .add(new Ordered(clock.millis(), images));
          open.add(slot.get());
        }
        long since = clock.millis() - 60_000;
        int lately =
            ordered.getOrDefault(name, List.of()).stream()
                .filter(one -> one.at() > since)
                .mapToInt(Ordered::images)
                .sum();
        assertThat(lately).isLessThanOrEqualTo(account.imagesPerMinute().orElse(Integer.MAX_VALUE));
      }
      if (!open.isEmpty() && random.nextInt(3) > 0) {
        Slot done = open.remove(random.nextInt(open.size()));
        if (random.nextInt(4) == 0) {
          done.report(EDIT, NotSent.unreachable("refused"), clock.instant());
        }
        done.close();
      }
    }
    assertThat(ordered).isNotEmpty();
  }

  private record Ordered(long at, int images) {}

  private static String oneCall(AccountPool pool, TenantId tenant) {
    try (Slot slot = pool.reserve(of(tenant)).orElseThrow()) {
      return name(slot);
    }
  }

  private static SlotRequest of(TenantId tenant) {
    return SlotRequest.of(EDIT, tenant, Order.of("gpt-image-2", "a red fox"));
  }

  /** A slot of this account, whatever others there are. */
  private static Slot only(AccountPool pool, String name) {
    Set<AccountId> others = new HashSet<>();
    pool.accounts().forEach(account -> others.add(account.id()));
    others.remove(new AccountId(name));
    return pool.reserve(REQUEST.without(others)).orElseThrow();
  }

  private static List<TenantId> tenants(int count) {
    var random = new SplittableRandom(7);
    return IntStream.range(0, count)
        .mapToObj(_ -> new TenantId("t" + Long.toUnsignedString(random.nextLong(), 36)))
        .toList();
  }

  private String in(int seconds) {
    return Rejection.TIME.format(clock.instant().plusSeconds(seconds)) + " UTC";
  }

  private static String name(Slot slot) {
    return slot.account().id().value();
  }

  private static Account[] ten() {
    return IntStream.range(0, 10).mapToObj(i -> weighted("a" + i, 1)).toArray(Account[]::new);
  }

  private AccountPool pool(Account... accounts) {
    return new AccountPool(
        List.of(accounts),
        List.of(new FakeProvider("fake", new Capabilities(10, false, false, false))),
        Catalog.builtIn(),
        Set.of("official"),
        new AccountPreference(
            AccountPreference.DEFAULT.tiers(),
            (account, _, _, _) -> Optional.ofNullable(prices.get(account.id().value()))),
        clock);
  }

  private static Account weighted(String id, int weight) {
    return new Account(
        new AccountId(id), "fake", Optional.empty(), Set.of(), 100, Optional.empty(), weight);
  }

  private static Account tier(String id, String tier) {
    return new Account(
        new AccountId(id),
        "fake",
        Optional.empty(),
        Set.of(),
        1,
        Optional.of(tier).filter(text -> !text.isEmpty()),
        1);
  }

  private static Account account(
      String id, int concurrency, OptionalInt perMinute, Set<String> models, boolean paused) {
    Map<String, String> names = new HashMap<>();
    models.forEach(model -> names.put(model, model));
    return new Account(
        new AccountId(id),
        "fake",
        Optional.empty(),
        Credential.NONE,
        names,
        concurrency,
        perMinute,
        Optional.empty(),
        1,
        Map.of(),
        paused);
  }
}
