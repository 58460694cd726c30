package dev.atelier.gateway.admin;

import dev.atelier.database.Database;
import dev.atelier.metering.key.Principal;
import dev.atelier.queue.node.Node;
import dev.atelier.queue.node.NodeRows;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The processes that work on the same rows, and how they are. */
public final class ListNodes {
  private final Database database;
  private final Duration lease;
  private final NodeRows rows = new NodeRows();

  /**
   * @param lease how long a lease holds
   */
  ListNodes(Database database, Duration lease) {
    this.database = database;
    this.lease = lease;
  }

  /** How a node is. */
  public enum Health {
    /** It takes work. */
    READY,
    /** It takes no more work, and will end. */
    DRAINING,
    /** Nothing was heard of it for the time of a lease: others take its jobs over. */
    LOST;

    static Health of(Node node, Instant now, Duration lease) {
      if (node.seen().plus(lease).isBefore(now)) {
        return LOST;
      }
      return node.draining() ? DRAINING : READY;
    }
  }

  /** A node, and how it is by the database's time. */
  public record KnownNode(Node node, Health health) {}

  /**
   * All of them, the first started first.
   *
   * @throws dev.atelier.image.FaultException {@code Forbidden} for who does not manage all tenants
   */
  public List<KnownNode> all(Principal actor) {
    actor.requireOperator();
    return database.read(tx ->
        rows.list(tx).stream()
            .map(node -> new KnownNode(node, Health.of(node, tx.now(), lease)))
            .toList());
  }
}
