package dev.atelier.metering.key;

import dev.atelier.database.Row;
import dev.atelier.database.Tx;
import dev.atelier.image.KeyId;
import dev.atelier.image.TenantId;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** The SQL of {@code api_keys}. Hashes are those of {@link KeySecret#hash}. */
final class KeyRows {
  private static final String COLUMNS =
      "SELECT id, tenant, label, secret_hash, masked, scopes, profile, models, dialects, created,"
          + " expires, revoked FROM api_keys ";

  private KeyRows() {}

  /** A public id, such as {@code key_0kF3…}, of 88 random bits. */
  static KeyId id(RandomGenerator random) {
    var bits = new byte[11];
    random.nextBytes(bits);
    return new KeyId("key_" + KeySecret.base62(new BigInteger(1, bits), 15));
  }

  static void insert(Tx tx, KeyInfo key, String hash) {
    tx.update(
        "INSERT INTO api_keys (id, tenant, label, secret_hash, masked, scopes, profile, models,"
            + " dialects, created, expires, installed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
        key.id().value(),
        key.tenant().value(),
        key.label(),
        hash,
        key.masked(),
        Scope.join(key.scopes()),
        key.profile(),
        key.permissions().joinedModels(),
        key.permissions().joinedDialects(),
        key.created(),
        key.expires());
  }

  static void install(Tx tx, KeyId id, String masked, Set<Scope> scopes, String hash, Instant now) {
    tx.update(
        "INSERT INTO api_keys (id, tenant, label, secret_hash, masked, scopes, created, installed)"
            + " VALUES (?, ?, 'installed', ?, ?, ?, ?, 1) ON CONFLICT (secret_hash) DO UPDATE SET"
            + " tenant = excluded.tenant, scopes = excluded.scopes, installed = 1, revoked = NULL,"
            + " expires = NULL",
        id.value(),
        TenantId.DEFAULT.value(),
        hash,
        masked,
        Scope.join(scopes),
        now);
  }

  /** Revokes the installed keys but one. */
  static void revokeInstalledExcept(Tx tx, String hash, Instant now) {
    tx.update(
        "UPDATE api_keys SET revoked = ? WHERE installed = 1 AND secret_hash <> ?"
            + " AND revoked IS NULL",
        now,
        hash);
  }

  static boolean revoke(Tx tx, TenantId tenant, KeyId key, Instant now) {
    return tx.update(
            "UPDATE api_keys SET revoked = ? WHERE tenant = ? AND id = ? AND revoked IS NULL",
            now,
            tenant.value(),
            key.value())
        == 1;
  }

  /** Ends a key at that moment, unless it ends before. */
  static void expire(Tx tx, TenantId tenant, KeyId key, Instant at) {
    tx.update(
        "UPDATE api_keys SET expires = ? WHERE tenant = ? AND id = ?"
            + " AND (expires IS NULL OR expires > ?)",
        at,
        tenant.value(),
        key.value(),
        at);
  }

  static void change(Tx tx, TenantId tenant, KeyId key, String label, Set<Scope> scopes) {
    tx.update(
        "UPDATE api_keys SET label = ?, scopes = ? WHERE tenant = ? AND id = ?",
        label,
        Scope.join(scopes),
        tenant.value(),
        key.value());
  }

  static Optional<KeyInfo> byHash(Tx tx, String hash) {
    return tx.list(COLUMNS + "WHERE secret_hash = ?", row -> checked(row, hash), hash).stream()
        .flatMap(Optional::stream)
        .findFirst();
  }

  static Optional<KeyInfo> find(Tx tx, TenantId tenant, KeyId key) {
    return tx.first(
        COLUMNS + "WHERE tenant = ? AND id = ?", KeyRows::read, tenant.value(), key.value());
  }

  static Optional<KeyInfo> find(Tx tx, KeyId key) {
    return tx.first(COLUMNS + "WHERE id = ?", KeyRows::read, key.value());
  }

  /** Whether the key's tenant is suspended. */
  static boolean suspended(Tx tx, TenantId tenant) {
    return tx.first(
            "SELECT suspended FROM tenants WHERE id = ? AND suspended IS NOT NULL",
            row -> row.number("suspended"),
            tenant.value())
        .isPresent();
  }

  static List<KeyInfo> list(Tx tx, TenantId tenant) {
    return tx.list(
        COLUMNS + "WHERE tenant = ? ORDER BY created DESC, id DESC", KeyRows::read, tenant.value());
  }

  /** Every key with the admin scope that was not revoked. */
  static List<KeyInfo> admins(Tx tx) {
    return tx.list(COLUMNS + "WHERE revoked IS NULL AND scopes LIKE '%admin%'", KeyRows::read);
  }

  private static Optional<KeyInfo> checked(Row row, String hash) {
    return MessageDigest.isEqual(bytes(row.text("secret_hash")), bytes(hash))
        ? Optional.of(read(row))
        : Optional.empty();
  }

  private static KeyInfo read(Row row) {
    return new KeyInfo(
        new KeyId(row.text("id")),
        new TenantId(row.text("tenant")),
        row.text("label"),
        row.text("masked"),
        Scope.split(row.text("scopes")),
        row.textOrNull("profile"),
        Permissions.of(row.textOrNull("models"), row.textOrNull("dialects")),
        row.instant("created"),
        row.instantOrNull("expires"),
        row.instantOrNull("revoked"));
  }

  private static byte[] bytes(String hash) {
    return hash.getBytes(StandardCharsets.US_ASCII);
  }
}
