package dev.atelier.webhook.subscription;

import dev.atelier.database.Row;
import dev.atelier.database.Tx;
import dev.atelier.image.TenantId;
import dev.atelier.webhook.EndpointId;
import dev.atelier.webhook.EventType;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The SQL of {@code webhook_endpoint}. */
public final class EndpointRows {
  private static final String COLUMNS =
      "SELECT id, tenant, url, events, active, generation, rotated, created, description"
          + " FROM webhook_endpoint ";

  private EndpointRows() {}

  public static long count(Tx tx, TenantId tenant) {
    return tx.first(
            "SELECT count(*) AS n FROM webhook_endpoint WHERE tenant = ?",
            row -> row.number("n"),
            tenant.value())
        .orElse(0L);
  }

  public static void insert(Tx tx, WebhookEndpoint endpoint) {
    tx.update(
        "INSERT INTO webhook_endpoint (id, tenant, url, events, active, generation, rotated,"
            + " created, description) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        endpoint.id().value(),
        endpoint.tenant().value(),
        endpoint.url().toString(),
        EventType.join(endpoint.events()),
        endpoint.active(),
        endpoint.generation(),
        endpoint.rotated(),
        endpoint.created(),
        endpoint.description());
  }

  public static void update(Tx tx, WebhookEndpoint endpoint) {
    tx.update(
        "UPDATE webhook_endpoint SET url = ?, events = ?, active = ?, description = ?"
            + " WHERE tenant = ? AND id = ?",
        endpoint.url().toString(),
        EventType.join(endpoint.events()),
        endpoint.active(),
        endpoint.description(),
        endpoint.tenant().value(),
        endpoint.id().value());
  }

  public static void rotate(Tx tx, TenantId tenant, EndpointId id, Instant now) {
    tx.update(
        "UPDATE webhook_endpoint SET generation = generation + 1, rotated = ?"
            + " WHERE tenant = ? AND id = ?",
        now,
        tenant.value(),
        id.value());
  }

  /** Unless it has moved: what an address says that was left counts for nothing. */
  public static void deactivate(Tx tx, TenantId tenant, EndpointId id, URI at) {
    tx.update(
        "UPDATE webhook_endpoint SET active = 0 WHERE tenant = ? AND id = ? AND url = ?",
        tenant.value(),
        id.value(),
        at.toString());
  }

  public static boolean delete(Tx tx, TenantId tenant, EndpointId id) {
    return tx.update(
            "DELETE FROM webhook_endpoint WHERE tenant = ? AND id = ?", tenant.value(), id.value())
        == 1;
  }

  public static Optional<WebhookEndpoint> find(Tx tx, TenantId tenant, EndpointId id) {
    return tx.first(
        COLUMNS + "WHERE tenant = ? AND id = ?", EndpointRows::read, tenant.value(), id.value());
  }

  public static List<WebhookEndpoint> list(Tx tx, TenantId tenant) {
    return tx.list(COLUMNS + "WHERE tenant = ? ORDER BY id", EndpointRows::read, tenant.value());
  }

  public static List<WebhookEndpoint> subscribed(Tx tx, TenantId tenant, EventType event) {
    return list(tx, tenant).stream()
        .filter(endpoint -> endpoint.active() && endpoint.events().contains(event))
        .toList();
  }

  private static WebhookEndpoint read(Row row) {
    return new WebhookEndpoint(
        new EndpointId(row.uuid("id")),
        new TenantId(row.text("tenant")),
        URI.create(row.text("url")),
        EventType.split(row.text("events")),
        row.flag("active"),
        Math.toIntExact(row.number("generation")),
        row.instantOrNull("rotated"),
        row.instant("created"),
        row.textOrNull("description"));
  }
}
