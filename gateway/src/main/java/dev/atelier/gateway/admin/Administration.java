package dev.atelier.gateway.admin;

import dev.atelier.database.Database;
import dev.atelier.gateway.job.GatewayObserver;
import dev.atelier.metering.audit.AuditLog;
import dev.atelier.metering.key.Keys;
import dev.atelier.metering.ledger.Budgets;
import dev.atelier.metering.ledger.Ledger;
import dev.atelier.metering.ledger.Payments;
import dev.atelier.metering.limit.LimitBook;
import dev.atelier.metering.tenant.Tenants;
import java.time.InstantSource;

/** Everything an administrator does, in a server or in a command beside it. */
public record Administration(
    ManageTenants tenants,
    ManageKeys keys,
    ManageLimits limits,
    ManageMoney money,
    ManagePrices prices,
    ReadAudit audit) {

  /**
   * @param observer is told of refunds
   */
  public static Administration of(
      Database database,
      Keys keys,
      LimitBook limits,
      AuditLog audit,
      GatewayObserver observer,
      InstantSource clock) {
    var tenants = new Tenants(clock);
    var manageTenants = new ManageTenants(database, tenants, keys, audit);
    var manageKeys = new ManageKeys(database, keys, tenants, audit);
    var money =
        new ManageMoney.Money(new Ledger(clock), new Payments(clock), new Budgets(clock), tenants);
    return new Administration(
        manageTenants,
        manageKeys,
        new ManageLimits(database, limits, manageKeys, manageTenants, audit),
        new ManageMoney(database, money, manageKeys, manageTenants, audit, observer),
        new ManagePrices(database, audit),
        new ReadAudit(database, audit));
  }
}
