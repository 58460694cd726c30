package dev.atelier.api.atelier;

import dev.atelier.api.read.JobIdFormat;
import dev.atelier.gateway.admin.ManageQueue;
import dev.atelier.image.JobId;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** {@code /jobs/{id}/lane}: where in the queue a job waits. */
final class QueueRoutes {
  private static final String LANE = "lane";
  private static final String INTERACTIVE = "interactive";
  private static final List<String> LANES = List.of(INTERACTIVE, "background");

  private final ManageQueue queue;

  QueueRoutes(ManageQueue queue) {
    this.queue = queue;
  }

  List<AdminRoute> all() {
    return List.of(AdminRoute.post("/jobs/{id}/lane", this::move));
  }

  private ObjectNode move(AdminCall call) {
    JobId job =
        JobIdFormat.parse(call.id())
            .filter(id -> queue.queued(call.who(), id))
            .orElseThrow(() -> call.notFound("queued job", call.id()));
    call.fields().only(Set.of(LANE));
    String lane =
        call.fields()
            .oneOf(LANE, LANES, word -> word)
            .orElseGet(() -> call.fields().requiredText(LANE));
    if (!queue.move(call.who(), job, lane.equals(INTERACTIVE))) {
      throw call.notFound("queued job", call.id());
    }
    return Json.object().put("id", job.toString()).put(LANE, lane);
  }
}
