package dev.atelier.api.atelier;

import dev.atelier.gateway.admin.ReadAudit;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.image.TenantId;
import dev.atelier.metering.audit.AuditEntry;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** {@code /audit}: what administrators did. */
final class AuditRoutes {
  private static final String TENANT = "tenant";
  private static final int TENANT_MAX = 128;

  private final ReadAudit audit;

  AuditRoutes(ReadAudit audit) {
    this.audit = audit;
  }

  List<AdminRoute> all() {
    return List.of(AdminRoute.get("/audit", this::list));
  }

  private ObjectNode list(AdminCall call) {
    var page = Page.of(call.fields(), AuditRoutes::id, Set.of(TENANT));
    Optional<String> tenant = call.fields().text(TENANT);
    tenant
        .filter(name -> name.isBlank() || name.length() > TENANT_MAX)
        .ifPresent(_ -> {
          throw call.fields().invalid(TENANT, new Problem.Other("is no id."));
        });
    List<AuditEntry> found =
        audit.list(call.who(), tenant.map(TenantId::new), page.before(), page.asked());
    return page.json(found, AuditRoutes::json, AuditEntry::id);
  }

  private static Optional<UUID> id(String text) {
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static ObjectNode json(AuditEntry entry) {
    ObjectNode json =
        Json.object()
            .put("id", entry.id().toString())
            .put("at", Json.time(entry.at()))
            .put("by_tenant", entry.tenant().value())
            .put("by_key", entry.key().value());
    Json.text(json, "by_person", entry.person());
    json.put("act", entry.act())
        .put("object", entry.object())
        .put(TENANT, entry.objectTenant().value());
    ObjectNode changes = json.putObject("changes");
    new TreeMap<>(entry.changes()).forEach(changes::put);
    return json;
  }
}
