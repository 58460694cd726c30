package dev.atelier.metering.audit;

import dev.atelier.database.Row;
import dev.atelier.database.Tx;
import dev.atelier.image.KeyId;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What administrators did. Entries are only ever added, in the transaction of what they tell; the
 * database itself refuses to change or delete one.
 */
public final class AuditLog {
  private final Supplier<UUID> ids;

  /**
   * @param ids UUIDv7
   */
  public AuditLog(Supplier<UUID> ids) {
    this.ids = ids;
  }

  /**
   * Something that is done to an object of a tenant.
   *
   * @param name such as {@code key.revoke}
   * @param object an id or a name
   * @param changes the values that it sets, by name; never a secret
   */
  public record Act(String name, TenantId tenant, String object, Map<String, String> changes) {
    public Act {
      changes = Map.copyOf(changes);
    }

    /** One that sets nothing. */
    public static Act of(String name, TenantId tenant, String object) {
      return new Act(name, tenant, object, Map.of());
    }
  }

  /** Joins the transaction that does it. */
  public void record(Tx tx, Principal actor, Act act) {
    tx.update(
        "INSERT INTO audit_log (id, at, tenant, api_key, person, act, object, object_tenant,"
            + " changes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        ids.get(),
        tx.now(),
        actor.tenant().value(),
        actor.key().value(),
        actor.person(),
        act.name(),
        act.object(),
        act.tenant().value(),
        lines(act.changes()));
  }

  /**
   * Newest first.
   *
   * @param tenant whose objects were acted upon; of all if empty
   * @param before only what is older than this entry
   */
  public List<AuditEntry> list(Tx tx, Optional<TenantId> tenant, Optional<UUID> before, int limit) {
    var where = new ArrayList<String>();
    var args = new ArrayList<Object>();
    tenant.ifPresent(one -> {
      where.add("object_tenant = ?");
      args.add(one.value());
    });
    before.ifPresent(one -> {
      where.add("id < ?");
      args.add(one.toString());
    });
    args.add(limit);
    return tx.list(
        "SELECT id, at, tenant, api_key, person, act, object, object_tenant, changes FROM audit_log"
            + (where.isEmpty() ? "" : " WHERE " + String.join(" AND ", where))
            + " ORDER BY id DESC LIMIT ?",
        AuditLog::read,
        args.toArray());
  }

  private static AuditEntry read(Row row) {
    return new AuditEntry(
        row.uuid("id"),
        row.instant("at"),
        new TenantId(row.text("tenant")),
        new KeyId(row.text("api_key")),
        row.textOrNull("person"),
        row.text("act"),
        row.text("object"),
        new TenantId(row.text("object_tenant")),
        changes(row.text("changes")));
  }

  private static String lines(Map<String, String> changes) {
    return new TreeMap<>(changes)
        .entrySet().stream()
            .map(one -> one.getKey() + " " + one.getValue().replaceAll("\\R", " "))
            .collect(Collectors.joining("\n"));
  }

  private static Map<String, String> changes(String lines) {
    return lines
        .lines()
        .map(line -> line.split(" ", 2))
        .collect(Collectors.toMap(both -> both[0], both -> both[1]));
  }
}
