package dev.atelier.simulation;

import dev.atelier.database.Database;
import dev.atelier.database.Tx;
import dev.atelier.image.KeyId;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import dev.atelier.metering.ledger.Billing;
import dev.atelier.metering.ledger.Budgets;
import dev.atelier.metering.ledger.Payments;
import dev.atelier.metering.ledger.Period;
import dev.atelier.metering.limit.Allowance;
import dev.atelier.metering.limit.LimitBook;
import dev.atelier.metering.limit.LimitOwner;
import dev.atelier.metering.limit.OwnLimits;
import dev.atelier.metering.tenant.Tenants;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Three tenants and what bounds them: one that nothing bounds, one that pays in advance, and one
 * with limits and a budget, some of whose orders name an end user.
 *
 * @param paid what the second has paid, in micro-dollars; empty where it pays afterwards
 * @param tenant the limits of the third
 * @param user the limits of each of its end users
 * @param budget what its key may spend in a day and in a month, in micro-dollars
 * @param untilMonthEnds how long after the beginning a day and a month end
 */
record Customers(
    OptionalLong paid,
    Allowance tenant,
    Allowance user,
    OptionalLong budget,
    Duration untilMonthEnds) {
  static final TenantId PREPAID = new TenantId("prepaid");
  static final TenantId LIMITED = new TenantId("limited");
  static final List<String> USERS = List.of("ann", "bob");

  /** Nobody is bound by anything. */
  static final Customers UNBOUND =
      new Customers(
          OptionalLong.empty(),
          Allowance.UNLIMITED,
          Allowance.UNLIMITED,
          OptionalLong.empty(),
          Duration.ofHours(12));

  static Customers drawn(SplittableRandom random) {
    return new Customers(
        random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(150_000),
        random.nextBoolean() ? Allowance.UNLIMITED : allowance(random),
        random.nextBoolean() ? Allowance.UNLIMITED : allowance(random),
        random.nextInt(3) > 0 ? OptionalLong.empty() : OptionalLong.of(200_000),
        random.nextBoolean() ? Duration.ofHours(12) : Duration.ofSeconds(random.nextInt(60)));
  }

  private static Allowance allowance(SplittableRandom random) {
    int pace = 1 + random.nextInt(12);
    return switch (random.nextInt(5)) {
      case 0 -> limits(Math.ceilDiv(pace, 4), 0, 0, 0);
      case 1 -> limits(0, pace, 0, 0);
      case 2 -> limits(0, 0, 1, 0);
      case 3 -> limits(0, 0, 0, 1);
      default -> limits(pace, pace, 2, 1);
    };
  }

  private static Allowance limits(int requests, int images, int concurrency, int queueDepth) {
    return new Allowance(
        requests, images, concurrency, queueDepth, Optional.empty(), Optional.empty());
  }

  static TenantId any(SplittableRandom random) {
    return switch (random.nextInt(6)) {
      case 0, 1 -> PREPAID;
      case 2, 3 -> LIMITED;
      default -> TenantId.DEFAULT;
    };
  }

  static KeyId key(TenantId tenant) {
    return new KeyId("key of " + tenant);
  }

  static Principal principal(TenantId tenant) {
    return new Principal(tenant, key(tenant), Scope.all(), Optional.empty());
  }

  /** What bounds an order: its tenant's limits, and its end user's if it names one. */
  List<Allowance> of(String tenant, Optional<String> endUser) {
    if (!tenant.equals(LIMITED.value())) {
      return List.of();
    }
    return endUser.isPresent() ? List.of(this.tenant, user) : List.of(this.tenant);
  }

  /** Writes them down. */
  void register(Tx tx, Database database, InstantSource clock) {
    var tenants = new Tenants(clock);
    tenants.create(tx, PREPAID, "Prepaid");
    tenants.create(tx, LIMITED, "Limited");
    paid.ifPresent(micros -> {
      var act = new Payments.Act(new KeyId("key_operator"), Optional.empty());
      new Payments(clock).topUp(tx, PREPAID, new UUID(0, 1), micros, act);
      tenants.billing(tx, PREPAID, Billing.PREPAID);
    });
    var limits = new LimitBook(database);
    limits.set(tx, new LimitOwner.OfTenant(LIMITED), own(tenant));
    limits.set(tx, new LimitOwner.OfUser(LIMITED, LimitOwner.EVERY_USER), own(user));
    budget.ifPresent(micros -> {
      var budgets = new Budgets(clock);
      budgets.set(tx, key(LIMITED), Period.DAY, micros);
      budgets.set(tx, LIMITED, Period.MONTH, micros);
    });
  }

  private static OwnLimits own(Allowance allowance) {
    return new OwnLimits(
        Optional.of(allowance.requestsPerMinute()),
        Optional.of(allowance.imagesPerMinute()),
        Optional.of(allowance.concurrency()),
        Optional.of(allowance.queueDepth()),
        Optional.empty(),
        Optional.empty());
  }
}
