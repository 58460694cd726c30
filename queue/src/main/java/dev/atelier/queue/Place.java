package dev.atelier.queue;

import dev.atelier.database.Row;

/**
 * Where in the line a job stands: among its tenant's jobs of one kind, with or without a waiter.
 */
record Place(String tenant, String route, boolean waiting) {

  static Place of(Row row) {
    return new Place(row.text("tenant"), row.text("route"), row.flag("waiting"));
  }

  static Place of(NewJob job) {
    return new Place(job.tenant().value(), job.route(), job.waiting());
  }
}
