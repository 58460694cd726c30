package dev.atelier.api.openai;

import dev.atelier.api.DialectState;
import dev.atelier.queue.Job;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What this API must know of a job when its result is fetched later.
 *
 * @param links whether the answer names pictures by link instead of holding them
 * @param namesEndUser whether the request named its end user by {@code safety_identifier}
 */
record TaskState(boolean links, boolean namesEndUser) implements DialectState {
  static final String DIALECT = "openai";

  private static final String LINKS = "links";
  private static final String NAMES_END_USER = "safety_identifier";

  static TaskState of(ResponseContext asked) {
    return new TaskState(asked.links(), asked.what().safetyIdentifier().isPresent());
  }

  /** Of a job that another API made, what an ordinary request asks for. */
  static TaskState of(Job job) {
    if (!job.origin().dialect().equals(DIALECT)) {
      return new TaskState(false, false);
    }
    JsonNode state = JsonMapper.shared().readTree(job.origin().dialectState());
    return new TaskState(
        state.path(LINKS).booleanValue(false), state.path(NAMES_END_USER).booleanValue(false));
  }

  /** The fields of the request that the answer depends on. */
  ImagesOrder order(Job job) {
    var order = job.request().order();
    return new ImagesOrder(
        order, false, Optional.of(links), namesEndUser ? order.endUser() : Optional.empty());
  }

  @Override
  public String text() {
    return links || namesEndUser
        ? "{\"%s\":%s,\"%s\":%s}".formatted(LINKS, links, NAMES_END_USER, namesEndUser)
        : "{}";
  }
}
