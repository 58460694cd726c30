package dev.atelier.queue.claim;

import dev.atelier.database.Row;

/** Where in the queue a job stands: among its tenant's jobs of one route, interactive or not. */
public record LaneKey(String tenant, String route, boolean interactive) {

  /** The lane of a job, by the columns of its row. */
  public static LaneKey of(Row row) {
    return new LaneKey(row.text("tenant"), row.text("route"), row.flag("interactive"));
  }
}
