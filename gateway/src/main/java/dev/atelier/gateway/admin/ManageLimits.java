package dev.atelier.gateway.admin;

import dev.atelier.database.Database;
import dev.atelier.database.Tx;
import dev.atelier.metering.audit.AuditLog;
import dev.atelier.metering.audit.AuditLog.Act;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import dev.atelier.metering.limit.LimitBook;
import dev.atelier.metering.limit.LimitOwner;
import dev.atelier.metering.limit.OwnLimits;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The limits of keys, tenants and end users. An operator sets them; the administrator of any other
 * tenant sees those of that one.
 */
public final class ManageLimits {
  private final Database database;
  private final LimitBook book;
  private final ManageKeys keys;
  private final ManageTenants tenants;
  private final AuditLog audit;

  ManageLimits(
      Database database, LimitBook book, ManageKeys keys, ManageTenants tenants, AuditLog audit) {
    this.database = database;
    this.book = book;
    this.keys = keys;
    this.tenants = tenants;
    this.audit = audit;
  }

  /** A key as the owner of limits; empty when there is none for the caller. */
  public Optional<LimitOwner> key(Principal actor, String id) {
    return keys.find(actor, id).map(key -> new LimitOwner.OfKey(key.tenant(), key.id()));
  }

  /** The same of a tenant. */
  public Optional<LimitOwner> tenant(Principal actor, String name) {
    return tenants.find(actor, name).map(tenant -> new LimitOwner.OfTenant(tenant.id()));
  }

  /**
   * The same of a tenant's end user.
   *
   * @param user as its callers name it, or {@link LimitOwner#EVERY_USER}
   */
  public Optional<LimitOwner> user(Principal actor, String tenant, String user) {
    return tenants.find(actor, tenant).map(found -> new LimitOwner.OfUser(found.id(), user));
  }

  /** What was set for an owner. */
  public OwnLimits find(Principal actor, LimitOwner owner) {
    actor.require(Scope.ADMIN);
    return database.read(tx -> find(tx, owner));
  }

  /** Changes what is set for an owner; counts at once. */
  public OwnLimits change(Principal actor, LimitOwner owner, UnaryOperator<OwnLimits> change) {
    actor.requireOperator();
    return database.write(tx -> {
      OwnLimits now = change.apply(find(tx, owner));
      book.set(tx, owner, now);
      audit.record(tx, actor, new Act("limits.set", owner.tenant(), object(owner), told(now)));
      return now;
    });
  }

  /** Leaves an owner's limits to the configuration. */
  public void clear(Principal actor, LimitOwner owner) {
    actor.requireOperator();
    database.write(tx -> {
      boolean cleared = book.clear(tx, owner);
      if (cleared) {
        audit.record(tx, actor, Act.of("limits.clear", owner.tenant(), object(owner)));
      }
      return cleared;
    });
  }

  private OwnLimits find(Tx tx, LimitOwner owner) {
    return book.find(tx, owner).orElse(OwnLimits.NONE);
  }

  private static String object(LimitOwner owner) {
    return owner instanceof LimitOwner.OfTenant(var tenant)
        ? tenant.value()
        : owner.kind() + " " + owner.name();
  }

  private static Map<String, String> told(OwnLimits limits) {
    var told = new TreeMap<String, String>();
    put(told, "requests_per_minute", limits.requestsPerMinute());
    put(told, "images_per_minute", limits.imagesPerMinute());
    put(told, "concurrency", limits.concurrency());
    put(told, "queue_depth", limits.queueDepth());
    put(told, "size_max", limits.sizeMax());
    put(told, "quality_max", limits.qualityMax());
    return told;
  }

  private static void put(Map<String, String> told, String name, Optional<?> value) {
    value.ifPresent(one -> told.put(name, one.toString()));
  }
}
