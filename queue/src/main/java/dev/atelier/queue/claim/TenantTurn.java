package dev.atelier.queue.claim;

/**
 * A turn of a tenant among jobs of one kind.
 *
 * @param served which claim it is, counted over all that there ever were
 */
record TenantTurn(String tenant, boolean interactive, long served) {

  String kind() {
    return kind(tenant, interactive);
  }

  static String kind(String tenant, boolean interactive) {
    return (interactive ? "i " : "b ") + tenant;
  }
}
