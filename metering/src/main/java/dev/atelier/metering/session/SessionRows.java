package dev.atelier.metering.session;

import dev.atelier.database.Row;
import dev.atelier.database.Tx;
import dev.atelier.image.KeyId;
import dev.atelier.image.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The SQL of {@code browser_sessions}. */
final class SessionRows {
  private static final int SWEPT_MAX = 100;
  private static final int LISTED_MAX = 500;

  private static final String COLUMNS =
      "SELECT id, tenant, api_key, issuer, person, created, seen, expires FROM browser_sessions ";

  private SessionRows() {}

  static void insert(Tx tx, String hash, BrowserSession session) {
    tx.update(
        "INSERT INTO browser_sessions (hash, id, tenant, api_key, issuer, person, created, seen,"
            + " expires) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        hash,
        session.id(),
        session.tenant().value(),
        session.key().value(),
        session.issuer(),
        session.person(),
        session.created(),
        session.seen(),
        session.expires());
  }

  static Optional<BrowserSession> byHash(Tx tx, String hash) {
    return tx.first(COLUMNS + "WHERE hash = ?", SessionRows::read, hash);
  }

  static void seen(Tx tx, String hash, Instant now) {
    tx.update("UPDATE browser_sessions SET seen = ? WHERE hash = ? AND seen < ?", now, hash, now);
  }

  static void delete(Tx tx, String hash) {
    tx.update("DELETE FROM browser_sessions WHERE hash = ?", hash);
  }

  /** Whether there was one. */
  static boolean delete(Tx tx, TenantId tenant, String id) {
    return tx.update("DELETE FROM browser_sessions WHERE tenant = ? AND id = ?", tenant.value(), id)
        > 0;
  }

  static Optional<BrowserSession> find(Tx tx, String id) {
    return tx.first(COLUMNS + "WHERE id = ?", SessionRows::read, id);
  }

  /** Some of those that are over. */
  static void sweep(Tx tx, Instant now) {
    tx.update(
        "DELETE FROM browser_sessions WHERE hash IN (SELECT hash FROM browser_sessions"
            + " WHERE expires <= ? ORDER BY expires LIMIT ?)",
        now,
        SWEPT_MAX);
  }

  /** Leaves the newest of a key. */
  static void keepNewest(Tx tx, KeyId key, int count) {
    tx.update(
        "DELETE FROM browser_sessions WHERE hash IN (SELECT hash FROM browser_sessions"
            + " WHERE api_key = ? ORDER BY created DESC, hash LIMIT ? OFFSET ?)",
        key.value(),
        SWEPT_MAX,
        count);
  }

  /** Newest first. */
  static List<BrowserSession> list(Tx tx, TenantId tenant, Instant now) {
    return tx.list(
        COLUMNS + "WHERE tenant = ? AND expires > ? ORDER BY created DESC, id LIMIT ?",
        SessionRows::read,
        tenant.value(),
        now,
        LISTED_MAX);
  }

  private static BrowserSession read(Row row) {
    return new BrowserSession(
        row.text("id"),
        new TenantId(row.text("tenant")),
        new KeyId(row.text("api_key")),
        row.textOrNull("issuer"),
        row.textOrNull("person"),
        row.instant("created"),
        row.instant("seen"),
        row.instant("expires"));
  }
}
