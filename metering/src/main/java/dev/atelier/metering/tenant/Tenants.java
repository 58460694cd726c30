package dev.atelier.metering.tenant;

import dev.atelier.database.Row;
import dev.atelier.database.Tx;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Keys;
import dev.atelier.metering.ledger.Billing;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The tenants of this server. The tenant {@code default} always exists. */
public final class Tenants {
  private final InstantSource clock;

  public Tenants(InstantSource clock) {
    this.clock = clock;
  }

  /** Adds a tenant without a budget; false when it exists already, which changes nothing. */
  public boolean create(Tx tx, TenantId tenant, String label) {
    var added =
        tx.update(
            "INSERT INTO tenants (id, label, created) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING",
            tenant.value(),
            label,
            clock.instant());
    tx.update(
        "INSERT INTO balances (tenant, held, charged) VALUES (?, 0, 0)"
            + " ON CONFLICT (tenant) DO NOTHING",
        tenant.value());
    return added == 1;
  }

  public Optional<Tenant> find(Tx tx, TenantId tenant) {
    return tx.first(
        "SELECT id, label, created, suspended FROM tenants WHERE id = ?",
        Tenants::read,
        tenant.value());
  }

  /** All of them, by name. */
  public List<Tenant> list(Tx tx) {
    return tx.list("SELECT id, label, created, suspended FROM tenants ORDER BY id", Tenants::read);
  }

  /**
   * Has a tenant's keys refused, or accepted again; who calls this makes {@link Keys} forget. What
   * it has ordered before goes on.
   *
   * @return false when there is no such tenant, or it is as asked for already
   */
  public boolean suspend(Tx tx, TenantId tenant, boolean suspended) {
    var since = suspended ? Optional.of(clock.instant()) : Optional.<Instant>empty();
    return tx.update(
            "UPDATE tenants SET suspended = ? WHERE id = ? AND suspended IS "
                + (suspended ? "NULL" : "NOT NULL"),
            since,
            tenant.value())
        == 1;
  }

  /**
   * Says when the tenant pays.
   *
   * @return false when there is no such tenant, or when it is to pay in advance and owes something
   */
  public boolean billing(Tx tx, TenantId tenant, Billing billing) {
    return tx.update(
            "UPDATE balances SET billing = ? WHERE tenant = ? AND (? = 'postpaid' OR funds >= 0)",
            billing.word(),
            tenant.value(),
            billing.word())
        == 1;
  }

  private static Tenant read(Row row) {
    return new Tenant(
        new TenantId(row.text("id")),
        row.text("label"),
        row.instant("created"),
        row.instantOrNull("suspended"));
  }
}
