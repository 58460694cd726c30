package dev.atelier.gateway.admin;

import dev.atelier.database.Database;
import dev.atelier.gateway.job.GatewayObserver;
import dev.atelier.gateway.query.GetUsage;
import dev.atelier.gateway.settle.RecordRefund;
import dev.atelier.gateway.settle.RecordUsage;
import dev.atelier.metering.audit.AuditLog;
import dev.atelier.metering.key.Keys;
import dev.atelier.metering.ledger.Budgets;
import dev.atelier.metering.ledger.Ledger;
import dev.atelier.metering.ledger.Payments;
import dev.atelier.metering.limit.LimitBook;
import dev.atelier.metering.tenant.Tenants;
import dev.atelier.metering.usage.UsageTables;
import dev.atelier.queue.JobQueue;
import dev.atelier.queue.MoveJob;
import dev.atelier.queue.claim.QueueCounters;
import dev.atelier.queue.claim.QueueSettings;
import java.time.Duration;
import java.time.InstantSource;

/** Everything an administrator does, in a server or in a command beside it. */
public record Administration(
    ManageTenants tenants,
    ManageKeys keys,
    ManageLimits limits,
    ManageMoney money,
    ManagePrices prices,
    GetUsage usage,
    ManageQueue queue,
    ReadAudit audit,
    ListNodes nodes) {

  /**
   * @param observer is told of refunds
   * @param lease how long a lease of a job holds
   */
  public static Administration of(
      Database database,
      Keys keys,
      LimitBook limits,
      JobQueue queue,
      AuditLog audit,
      GatewayObserver observer,
      Duration lease,
      InstantSource clock) {
    var tenants = new Tenants(clock);
    var manageTenants = new ManageTenants(database, tenants, keys, audit);
    var manageKeys = new ManageKeys(database, keys, tenants, audit);
    var ledger = new Ledger(clock);
    var sums = new UsageTables();
    var money =
        new ManageMoney.Money(
            ledger,
            new Payments(clock),
            new Budgets(clock),
            new RecordRefund(queue, ledger, new RecordUsage(sums)),
            tenants);
    return new Administration(
        manageTenants,
        manageKeys,
        new ManageLimits(database, limits, manageKeys, manageTenants, audit),
        new ManageMoney(database, money, manageKeys, manageTenants, audit, observer),
        new ManagePrices(database, audit),
        new GetUsage(database, sums.days(), clock),
        new ManageQueue(database, new MoveJob(new QueueCounters(QueueSettings.DEFAULT)), audit),
        new ReadAudit(database, audit),
        new ListNodes(database, lease));
  }
}
