package dev.atelier.gateway.admin;

import dev.atelier.database.Database;
import dev.atelier.image.TenantId;
import dev.atelier.metering.audit.AuditEntry;
import dev.atelier.metering.audit.AuditLog;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The audit log, newest first: an operator reads all of it, any other what concerns its tenant. */
public final class ReadAudit {
  private final Database database;
  private final AuditLog audit;

  ReadAudit(Database database, AuditLog audit) {
    this.database = database;
    this.audit = audit;
  }

  /**
   * @param tenant only what was done to this one's objects
   * @param before only what is older than this entry
   */
  public List<AuditEntry> list(
      Principal actor, Optional<TenantId> tenant, Optional<UUID> before, int limit) {
    actor.require(Scope.ADMIN);
    if (tenant.filter(one -> !ManageTenants.sees(actor, one)).isPresent()) {
      return List.of();
    }
    Optional<TenantId> whose = actor.operator() ? tenant : Optional.of(actor.tenant());
    return database.read(tx -> audit.list(tx, whose, before, limit));
  }
}
