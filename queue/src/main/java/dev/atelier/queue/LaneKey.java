package dev.atelier.queue;

import dev.atelier.database.Row;

/**
 * Where in the line a job stands: among its tenant's jobs of one kind, with or without a waiter.
 */
record LaneKey(String tenant, String route, boolean interactive) {

  static LaneKey of(Row row) {
    return new LaneKey(row.text("tenant"), row.text("route"), row.flag("interactive"));
  }

  static LaneKey of(NewJob job) {
    return new LaneKey(job.tenant().value(), job.route(), job.interactive());
  }
}
