package dev.atelier.gateway.admin;

import dev.atelier.database.Database;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.image.TenantId;
import dev.atelier.metering.audit.AuditLog;
import dev.atelier.metering.audit.AuditLog.Act;
import dev.atelier.metering.key.Keys;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import dev.atelier.metering.tenant.Tenant;
import dev.atelier.metering.tenant.Tenants;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The tenants. An operator manages all of them; the administrator of any other tenant sees that one
 * and no more: to them there is no other.
 */
public final class ManageTenants {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
  private static final int LABEL_MAX = 200;

  private final Database database;
  private final Tenants tenants;
  private final Keys keys;
  private final AuditLog audit;

  ManageTenants(Database database, Tenants tenants, Keys keys, AuditLog audit) {
    this.database = database;
    this.tenants = tenants;
    this.keys = keys;
    this.audit = audit;
  }

  /**
   * Adds a tenant.
   *
   * @param name 1 to 63 of {@code a-z 0-9 . _ -}, the first a letter or digit
   * @return empty when there is one of this name
   * @throws FaultException an invalid field {@code id} or {@code label}; {@code Forbidden}
   */
  public Optional<Tenant> create(Principal actor, String name, String label) {
    actor.requireOperator();
    if (!NAME.matcher(name).matches()) {
      throw RequestFault.invalid(
          "id",
          new Problem.Other(
              "1 to 63 of a-z, 0-9, '.', '_' and '-', the first a letter or digit, expected."));
    }
    if (label.length() > LABEL_MAX) {
      throw RequestFault.invalid("label", new Problem.TooLong(LABEL_MAX, label.length()));
    }
    var id = new TenantId(name);
    return database.write(tx -> {
      if (!tenants.create(tx, id, label)) {
        return Optional.<Tenant>empty();
      }
      audit.record(tx, actor, new Act("tenant.create", id, name, Map.of("label", label)));
      return tenants.find(tx, id);
    });
  }

  /** Those that the caller may see, by name. */
  public List<Tenant> list(Principal actor) {
    actor.require(Scope.ADMIN);
    return database.read(tenants::list).stream()
        .filter(tenant -> sees(actor, tenant.id()))
        .toList();
  }

  public Optional<Tenant> find(Principal actor, String name) {
    actor.require(Scope.ADMIN);
    return id(name)
        .filter(id -> sees(actor, id))
        .flatMap(id -> database.read(tx -> tenants.find(tx, id)));
  }

  /**
   * Has a tenant's keys refused, or accepted again. What it has ordered goes on.
   *
   * @return empty when there is no such tenant
   * @throws FaultException {@code Forbidden}, also for the tenant {@code default}
   */
  public Optional<Tenant> suspend(Principal actor, String name, boolean suspended) {
    Optional<Tenant> found = find(actor, name);
    if (found.isEmpty()) {
      return found;
    }
    actor.requireOperator();
    TenantId id = found.get().id();
    if (suspended && id.equals(TenantId.DEFAULT)) {
      throw RequestFault.invalid(
          "id", new Problem.Other("'default' cannot be suspended: its keys manage this server."));
    }
    return database.write(tx -> {
      if (tenants.suspend(tx, id, suspended)) {
        keys.forget(tx);
        audit.record(tx, actor, Act.of(suspended ? "tenant.suspend" : "tenant.resume", id, name));
      }
      return tenants.find(tx, id);
    });
  }

  /** Whether a tenant exists for the caller. */
  static boolean sees(Principal actor, TenantId tenant) {
    return actor.operator() || actor.tenant().equals(tenant);
  }

  static Optional<TenantId> id(String name) {
    return NAME.matcher(name).matches() ? Optional.of(new TenantId(name)) : Optional.empty();
  }
}
