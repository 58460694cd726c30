package dev.atelier.gateway.admin;

import dev.atelier.database.Database;
import dev.atelier.database.Tx;
import dev.atelier.gateway.job.GatewayObserver;
import dev.atelier.gateway.settle.RecordRefund;
import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import dev.atelier.metering.audit.AuditLog;
import dev.atelier.metering.audit.AuditLog.Act;
import dev.atelier.metering.key.KeyInfo;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import dev.atelier.metering.ledger.Balance;
import dev.atelier.metering.ledger.Billing;
import dev.atelier.metering.ledger.Budget;
import dev.atelier.metering.ledger.Budgets;
import dev.atelier.metering.ledger.Entry;
import dev.atelier.metering.ledger.Ledger;
import dev.atelier.metering.ledger.Payments;
import dev.atelier.metering.ledger.Payments.Posted;
import dev.atelier.metering.ledger.Period;
import dev.atelier.metering.tenant.Tenant;
import dev.atelier.metering.tenant.Tenants;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiFunction;

/**
 * Balances, payments, refunds and budgets. A tenant's own administrators see its money; only an
 * operator moves it.
 */
public final class ManageMoney {
  private final Database database;
  private final Money money;
  private final ManageKeys keys;
  private final ManageTenants tenants;
  private final AuditLog audit;
  private final GatewayObserver observer;

  /** Where money is kept. */
  record Money(
      Ledger ledger, Payments payments, Budgets budgets, RecordRefund refunds, Tenants tenants) {}

  ManageMoney(
      Database database,
      Money money,
      ManageKeys keys,
      ManageTenants tenants,
      AuditLog audit,
      GatewayObserver observer) {
    this.database = database;
    this.money = money;
    this.keys = keys;
    this.tenants = tenants;
    this.audit = audit;
    this.observer = observer;
  }

  /** A tenant that the caller may see; empty when there is none. */
  public Optional<TenantId> tenant(Principal actor, String name) {
    return tenants.find(actor, name).map(Tenant::id);
  }

  /** A key that the caller may see; empty when there is none. */
  public Optional<KeyInfo> key(Principal actor, String id) {
    return keys.find(actor, id);
  }

  /** How a tenant stands. */
  public Balance balance(Principal actor, TenantId tenant) {
    actor.require(Scope.ADMIN);
    return database.read(tx -> money.ledger().balance(tx, tenant));
  }

  /** Its entries, oldest first, from after that place or from the beginning. */
  public List<Entry> entries(
      Principal actor, TenantId tenant, Optional<Entry.Cursor> after, int limit) {
    actor.require(Scope.ADMIN);
    return database.read(tx -> money.ledger().entries(tx, tenant, after, limit));
  }

  /**
   * Says when the tenant pays.
   *
   * @return false when it is to pay in advance and owes something
   */
  public boolean billing(Principal actor, TenantId tenant, Billing billing) {
    actor.requireOperator();
    return database.write(tx -> {
      boolean set = money.tenants().billing(tx, tenant, billing);
      if (set) {
        record(tx, actor, "billing.set", tenant, tenant.value(), Map.of("billing", billing.word()));
      }
      return set;
    });
  }

  /**
   * Money from outside.
   *
   * @param kind {@code TOP_UP}, {@code CREDIT} or {@code ADJUSTMENT}
   * @param micros micro-dollars; negative for an adjustment downwards
   */
  public Posted pay(
      Principal actor,
      TenantId tenant,
      Entry.Kind kind,
      UUID id,
      long micros,
      Optional<String> note) {
    var act = new Payments.Act(actor.key(), note);
    return post(
        actor,
        tenant,
        (tx, payments) ->
            switch (kind) {
              case TOP_UP -> payments.topUp(tx, tenant, id, micros, act);
              case CREDIT -> payments.credit(tx, tenant, id, micros, act);
              case ADJUSTMENT -> payments.adjust(tx, tenant, id, micros, act);
              case HOLD, CHARGE, RELEASE, REFUND ->
                  throw new IllegalArgumentException("a " + kind.word() + " is no payment");
            });
  }

  /**
   * Gives back what was charged for an image.
   *
   * @param micros how much of it; all if empty
   */
  public Posted refund(
      Principal actor,
      TenantId tenant,
      JobId job,
      int image,
      OptionalLong micros,
      Optional<String> note) {
    var act = new Payments.Act(actor.key(), note);
    return post(
        actor, tenant, (tx, payments) -> payments.refund(tx, tenant, job, image, micros, act));
  }

  private Posted post(Principal actor, TenantId tenant, BiFunction<Tx, Payments, Posted> posting) {
    actor.requireOperator();
    return database.write(tx -> {
      Posted posted = posting.apply(tx, money.payments());
      if (posted instanceof Posted.Done(Entry entry)) {
        var changes = new TreeMap<>(Map.of("micros", Long.toString(entry.posting().funds())));
        if (entry.kind() == Entry.Kind.REFUND) {
          money.refunds().refunded(tx, tenant, entry);
        }
        entry.note().ifPresent(note -> changes.put("note", note));
        String object = entry.subject().toString();
        record(tx, actor, "ledger." + entry.kind().word(), tenant, object, changes);
        if (entry.kind() == Entry.Kind.REFUND) {
          long given = entry.posting().funds();
          tx.afterCommit(() -> observer.refunded(given));
        }
      }
      return posted;
    });
  }

  /** What bounds a tenant. */
  public List<Budget> budgets(Principal actor, TenantId tenant) {
    actor.require(Scope.ADMIN);
    return database.read(tx -> money.budgets().of(tx, tenant));
  }

  /** What bounds a key. */
  public List<Budget> budgets(Principal actor, KeyInfo key) {
    actor.require(Scope.ADMIN);
    return database.read(tx -> money.budgets().of(tx, key.id()));
  }

  /** Bounds a tenant; lifts the bound if empty. */
  public List<Budget> budget(
      Principal actor, TenantId tenant, Period period, Optional<Long> micros) {
    actor.requireOperator();
    return database.write(tx -> {
      micros.ifPresentOrElse(
          bound -> money.budgets().set(tx, tenant, period, bound),
          () -> money.budgets().lift(tx, tenant, period));
      record(tx, actor, "budget.set", tenant, tenant.value(), told(period, micros));
      return money.budgets().of(tx, tenant);
    });
  }

  /** Bounds a key; lifts the bound if empty. */
  public List<Budget> budget(Principal actor, KeyInfo key, Period period, Optional<Long> micros) {
    actor.require(Scope.ADMIN);
    return database.write(tx -> {
      micros.ifPresentOrElse(
          bound -> money.budgets().set(tx, key.id(), period, bound),
          () -> money.budgets().lift(tx, key.id(), period));
      String object = "key " + key.id().value();
      record(tx, actor, "budget.set", key.tenant(), object, told(period, micros));
      return money.budgets().of(tx, key.id());
    });
  }

  private static Map<String, String> told(Period period, Optional<Long> micros) {
    return Map.of(period.word(), micros.map(Object::toString).orElse("none"));
  }

  private void record(
      Tx tx,
      Principal actor,
      String name,
      TenantId tenant,
      String object,
      Map<String, String> changes) {
    audit.record(tx, actor, new Act(name, tenant, object, changes));
  }
}
