package dev.atelier.queue.node;

import dev.atelier.database.Row;
import dev.atelier.database.Tx;
import java.time.Instant;
import java.util.List;

/** The rows of nodes. */
public final class NodeRows {
  private static final String COLUMNS = "name, version, started, seen, running, draining";
  private static final String SEEN =
      "INSERT INTO node ("
          + COLUMNS
          + """
          ) VALUES (?, ?, ?, ?, ?, ?)
          ON CONFLICT (name) DO UPDATE
          SET seen = excluded.seen, running = excluded.running, draining = excluded.draining\
          """;

  /** Writes how a node is now; its start is that of its first row. */
  public void seen(Tx tx, Node node) {
    int _ =
        tx.update(
            SEEN,
            node.name(),
            node.version(),
            node.started(),
            node.seen(),
            node.running(),
            node.draining());
  }

  /** All of them, the first started first. */
  public List<Node> list(Tx tx) {
    return tx.list("SELECT " + COLUMNS + " FROM node ORDER BY started, name", NodeRows::node);
  }

  /**
   * Removes all others whose names begin so.
   *
   * @param place empty for all
   */
  public void replace(Tx tx, String place, String name) {
    int _ =
        tx.update(
            "DELETE FROM node WHERE name <> ? AND name >= ? AND name < ?",
            name,
            place,
            Node.beyond(place));
  }

  /** One has ended in good order. */
  public void remove(Tx tx, String name) {
    int _ = tx.update("DELETE FROM node WHERE name = ?", name);
  }

  /** Forgets those of which nothing was heard since then; returns how many. */
  public int forget(Tx tx, Instant seenBefore) {
    return tx.update("DELETE FROM node WHERE seen < ?", seenBefore);
  }

  private static Node node(Row row) {
    return new Node(
        row.text("name"),
        row.text("version"),
        row.instant("started"),
        row.instant("seen"),
        Math.toIntExact(row.number("running")),
        row.flag("draining"));
  }
}
