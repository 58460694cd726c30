package dev.atelier.server.metrics;

import dev.atelier.image.AccountId;
import dev.atelier.provider.Account;
import dev.atelier.provider.account.AccountPool;
import dev.atelier.provider.account.Cooldown;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** How each account stands, as the pool sees it when it is asked; no more than the first 200. */
public final class AccountGauges {
  static final int ACCOUNTS_MAX = 200;

  private static final String WHOLE = "";
  private static final List<String> STATES = List.of("up", "partly", "cooling", "off");

  private final AccountPool pool;
  private final Consumer<AccountId> seen;
  private final InstantSource clock;
  private final MultiGauge state;
  private final MultiGauge used;
  private final MultiGauge limit;
  private final MultiGauge cooldown;

  /**
   * @param seen told of each account before it may cost anything
   */
  public AccountGauges(
      Metrics metrics, AccountPool pool, Consumer<AccountId> seen, InstantSource clock) {
    this.pool = pool;
    this.seen = seen;
    this.clock = clock;
    state = gauge(metrics, "state", "1 for the state that an account is in");
    used = gauge(metrics, "slots.used", "calls in flight at an account");
    limit = gauge(metrics, "slots.limit", "calls that an account may have in flight");
    cooldown = gauge(metrics, "cooldown.seconds", "time until the last of its cooldowns ends");
    metrics.beforeScrape(this::refresh);
  }

  private static MultiGauge gauge(Metrics metrics, String name, String help) {
    return MultiGauge.builder("atelier.account." + name)
        .description(help)
        .register(metrics.registry());
  }

  private synchronized void refresh() {
    Instant now = clock.instant();
    var states = new ArrayList<MultiGauge.Row<?>>();
    var slots = new ArrayList<MultiGauge.Row<?>>();
    var limits = new ArrayList<MultiGauge.Row<?>>();
    var cooldowns = new ArrayList<MultiGauge.Row<?>>();
    for (Account account : pool.accounts().stream().limit(ACCOUNTS_MAX).toList()) {
      seen.accept(account.id());
      var tags = Tags.of("account", account.id().value(), "provider", account.provider());
      Map<String, Cooldown> resting = pool.cooldowns(account.id());
      String is = state(account, resting);
      STATES.forEach(
          one -> states.add(MultiGauge.Row.of(tags.and("state", one), one.equals(is) ? 1 : 0)));
      slots.add(MultiGauge.Row.of(tags, pool.inFlightHere(account.id())));
      limits.add(MultiGauge.Row.of(tags, account.concurrency()));
      cooldowns.add(MultiGauge.Row.of(tags, left(account, resting, now)));
    }
    state.register(states, true);
    used.register(slots, true);
    limit.register(limits, true);
    cooldown.register(cooldowns, true);
  }

  /** An account of which only some kinds of work rest is partly up. */
  private static String state(Account account, Map<String, Cooldown> resting) {
    if (account.paused()) {
      return "off";
    }
    if (resting.containsKey(WHOLE)) {
      return "cooling";
    }
    return resting.isEmpty() ? "up" : "partly";
  }

  private static double left(Account account, Map<String, Cooldown> resting, Instant now) {
    return account.paused()
        ? 0
        : resting.values().stream()
            .map(Cooldown::until)
            .max(Comparator.naturalOrder())
            .map(until -> Math.max(0, Duration.between(now, until).toMillis() / 1000.0))
            .orElse(0.0);
  }
}
