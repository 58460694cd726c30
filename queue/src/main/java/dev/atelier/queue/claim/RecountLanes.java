package dev.atelier.queue.claim;

import dev.atelier.database.Database;
import dev.atelier.database.Row;
import dev.atelier.database.Tx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts the queued jobs of a database anew whose rows came from one with other shards. The turns
 * that tenants have had stay. Nobody may work on either meanwhile.
 */
public final class RecountLanes {
  private static final int JOBS_MAX = 1_000;

  private final QueueSettings settings;

  /**
   * @param settings of those who will work on the database
   */
  public RecountLanes(QueueSettings settings) {
    this.settings = settings;
  }

  /**
   * What a row of a lane counts.
   *
   * @param served the latest turn of its tenant
   */
  private record Counts(long queued, long ready, long served) {
    Counts with(boolean isReady) {
      return new Counts(queued + 1, ready + (isReady ? 1 : 0), served);
    }
  }

  /** Queued jobs of a tenant on a route, in all shards. */
  private record Lane(String tenant, String route, boolean interactive) {
    Lane(LaneKey key) {
      this(key.tenant(), key.route(), key.interactive());
    }
  }

  /** Whether the lanes count what is queued, with the turns of the database it came from. */
  public boolean counted(Database from, Database to) {
    return to.read(RecountLanes::stored).equals(expected(from, to));
  }

  /** Writes them so; returns whether any was otherwise. */
  public boolean run(Database from, Database to) {
    Map<LaneKey, Counts> expected = expected(from, to);
    return to.write(tx -> {
      if (stored(tx).equals(expected)) {
        return false;
      }
      tx.update("DELETE FROM queue_lane");
      expected.forEach((lane, counts) ->
          tx.update(
              """
              INSERT INTO queue_lane (tenant, route, interactive, shard, queued, ready, served)
              VALUES (?, ?, ?, ?, ?, ?, ?)
              """,
              lane.tenant(),
              lane.route(),
              lane.interactive(),
              lane.shard(),
              counts.queued(),
              counts.ready(),
              counts.served()));
      return true;
    });
  }

  private Map<LaneKey, Counts> expected(Database from, Database to) {
    var turns = new HashMap<Lane, Long>();
    from.read(RecountLanes::stored)
        .forEach((lane, counts) -> turns.merge(new Lane(lane), counts.served(), Math::max));
    var expected = new HashMap<LaneKey, Counts>();
    turns.forEach((lane, served) ->
        expected.put(
            new LaneKey(lane.tenant(), lane.route(), lane.interactive(), 0),
            new Counts(0, 0, served)));
    List<Queued> page = to.read(tx -> queued(tx, ""));
    while (!page.isEmpty()) {
      for (Queued job : page) {
        long served = turns.getOrDefault(new Lane(job.lane()), 0L);
        expected.put(
            job.lane(),
            expected.getOrDefault(job.lane(), new Counts(0, 0, served)).with(job.ready()));
      }
      String last = page.getLast().id();
      page = to.read(tx -> queued(tx, last));
    }
    return expected;
  }

  private static Map<LaneKey, Counts> stored(Tx tx) {
    var lanes = new HashMap<LaneKey, Counts>();
    tx.list(
        "SELECT tenant, route, interactive, shard, queued, ready, served FROM queue_lane",
        row ->
            lanes.put(
                new LaneKey(
                    row.text("tenant"),
                    row.text("route"),
                    row.flag("interactive"),
                    (int) row.number("shard")),
                new Counts(row.number("queued"), row.number("ready"), row.number("served"))));
    return lanes;
  }

  private record Queued(String id, LaneKey lane, boolean ready) {}

  private List<Queued> queued(Tx tx, String after) {
    return tx.list(
        """
        SELECT id, tenant, route, interactive, not_before FROM job
        WHERE state = 'QUEUED' AND id > ? ORDER BY id LIMIT ?
        """,
        this::queued,
        after,
        JOBS_MAX);
  }

  private Queued queued(Row row) {
    return new Queued(
        row.text("id"),
        LaneKey.of(row, settings.shards()),
        row.numberOrNull("not_before").isEmpty());
  }
}
