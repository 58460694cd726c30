package dev.atelier.metering.tenant;

import dev.atelier.database.Tx;
import dev.atelier.image.TenantId;
import dev.atelier.metering.usage.UsageDays;

/**
 * Takes names that people gave out of what stays of a tenant. What must stay for the books does:
 * ids, amounts, the ledger's notes and the audit log.
 */
public final class EraseNames {
  private EraseNames() {}

  /**
   * The labels of its keys, the names of people who sign in for it, whose sessions end, and the ids
   * of its end users in limits and in sums of usage.
   */
  public static void ofTenant(Tx tx, TenantId tenant) {
    tx.update("UPDATE api_keys SET label = '' WHERE tenant = ? AND label <> ''", tenant.value());
    tx.update("UPDATE people SET name = '' WHERE tenant = ? AND name <> ''", tenant.value());
    tx.update("DELETE FROM browser_sessions WHERE tenant = ?", tenant.value());
    tx.update(
        "DELETE FROM usage_limits WHERE kind = 'user' AND tenant = ? AND owner <> '*'",
        tenant.value());
    new UsageDays().forget(tx, tenant);
  }

  /** The limits of one end user, and its id in sums of usage. */
  public static void ofEndUser(Tx tx, TenantId tenant, String user) {
    tx.update(
        "DELETE FROM usage_limits WHERE kind = 'user' AND tenant = ? AND owner = ? AND owner <> '*'",
        tenant.value(),
        user);
    new UsageDays().forget(tx, tenant, user);
  }
}
