package dev.atelier.api.atelier;

import dev.atelier.gateway.admin.ManageTenants;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.metering.tenant.Tenant;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /tenants}: adds, lists, suspends and resumes them. */
final class TenantRoutes {
  private final ManageTenants tenants;

  TenantRoutes(ManageTenants tenants) {
    this.tenants = tenants;
  }

  List<AdminRoute> all() {
    return List.of(
        AdminRoute.create("/tenants", this::create),
        AdminRoute.get("/tenants", this::list),
        AdminRoute.get("/tenants/{id}", this::show),
        AdminRoute.post("/tenants/{id}/suspend", call -> suspend(call, true)),
        AdminRoute.post("/tenants/{id}/resume", call -> suspend(call, false)));
  }

  private ObjectNode create(AdminCall call) {
    call.fields().only(Set.of("id", "label"));
    String id = call.fields().requiredText("id");
    return tenants
        .create(call.who(), id, call.fields().text("label").orElse(id))
        .map(TenantRoutes::json)
        .orElseThrow(
            () -> call.fields().invalid("id", new Problem.Other("there is one of this name.")));
  }

  private ObjectNode list(AdminCall call) {
    call.fields().only(Set.of());
    ObjectNode json = Json.object();
    ArrayNode data = json.putArray("data");
    tenants.list(call.who()).forEach(tenant -> data.add(json(tenant)));
    return json;
  }

  private ObjectNode show(AdminCall call) {
    return tenants
        .find(call.who(), call.id())
        .map(TenantRoutes::json)
        .orElseThrow(() -> call.notFound("tenant", call.id()));
  }

  private ObjectNode suspend(AdminCall call, boolean suspended) {
    return tenants
        .suspend(call.who(), call.id(), suspended)
        .map(TenantRoutes::json)
        .orElseThrow(() -> call.notFound("tenant", call.id()));
  }

  private static ObjectNode json(Tenant tenant) {
    ObjectNode json =
        Json.object()
            .put("id", tenant.id().value())
            .put("label", tenant.label())
            .put("created_at", Json.time(tenant.created()));
    Json.time(json, "suspended_at", tenant.suspended());
    return json;
  }
}
