package dev.atelier.gateway.admin;

import dev.atelier.database.Database;
import dev.atelier.metering.AuditLog;
import dev.atelier.metering.Keys;
import dev.atelier.metering.Tenants;
import java.time.InstantSource;

/** Everything an administrator does, in a server or in a command beside it. */
public record Administration(ManageTenants tenants, ManageKeys keys, ReadAudit audit) {

  public static Administration of(
      Database database, Keys keys, AuditLog audit, InstantSource clock) {
    var tenants = new Tenants(clock);
    return new Administration(
        new ManageTenants(database, tenants, keys, audit),
        new ManageKeys(database, keys, tenants, audit),
        new ReadAudit(database, audit));
  }
}
