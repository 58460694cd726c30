package dev.atelier.queue.claim;

import dev.atelier.database.Row;

/**
 * Where in the queue a job stands: among its tenant's jobs of one route, interactive or not.
 *
 * @param shard which of the rows of that lane counts the job
 */
public record LaneKey(String tenant, String route, boolean interactive, int shard) {

  /** The lane of a job, by the columns of its row. */
  static LaneKey of(Row row, int shards) {
    return new LaneKey(
        row.text("tenant"),
        row.text("route"),
        row.flag("interactive"),
        shard(row.text("id"), shards));
  }

  static int shard(String job, int shards) {
    return Math.floorMod(job.hashCode(), shards);
  }
}
