package dev.atelier.api.atelier;

import dev.atelier.gateway.admin.ListNodes;
import dev.atelier.gateway.admin.ListNodes.KnownNode;
import dev.atelier.queue.node.Node;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /nodes}: the processes that share the database. */
final class NodeRoutes {
  private final ListNodes nodes;

  NodeRoutes(ListNodes nodes) {
    this.nodes = nodes;
  }

  List<AdminRoute> all() {
    return List.of(AdminRoute.get("/nodes", this::list));
  }

  private ObjectNode list(AdminCall call) {
    call.fields().only(Set.of());
    ObjectNode json = Json.object();
    ArrayNode list = json.putArray("data");
    nodes.all(call.who()).stream().map(NodeRoutes::json).forEach(list::add);
    return json;
  }

  private static ObjectNode json(KnownNode known) {
    Node node = known.node();
    return Json.object()
        .put("name", node.name())
        .put("health", Json.word(known.health()))
        .put("version", node.version())
        .put("started_at", Json.time(node.started()))
        .put("seen_at", Json.time(node.seen()))
        .put("running_jobs", node.running());
  }
}
