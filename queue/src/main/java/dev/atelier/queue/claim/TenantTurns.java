package dev.atelier.queue.claim;

import java.util.List;

/**
 * The turns of a tenant among jobs of one kind that one commit gives it.
 *
 * @param routes where its jobs are ready
 * @param served which claims they are, counted over all that there ever were, in order
 */
public record TenantTurns(
    String tenant, boolean interactive, List<String> routes, List<Long> served) {

  public TenantTurns {
    routes = List.copyOf(routes);
    served = List.copyOf(served);
  }

  /** Most jobs that it gets. */
  public int count() {
    return served.size();
  }

  String kind() {
    return TenantTurn.kind(tenant, interactive);
  }

  /** The latest of so many turns. */
  TenantTurn latest(int used) {
    return new TenantTurn(tenant, interactive, served.get(used - 1));
  }
}
