package dev.atelier.metering.limit;

import dev.atelier.database.Row;
import dev.atelier.database.Tx;
import dev.atelier.image.Quality;
import java.util.Optional;

/** The SQL of {@code usage_limits}. */
final class LimitRows {
  private LimitRows() {}

  static Optional<OwnLimits> find(Tx tx, LimitOwner owner) {
    return tx.first(
        "SELECT requests_per_minute, images_per_minute, concurrency, queue_depth, size_max,"
            + " quality_max FROM usage_limits WHERE kind = ? AND tenant = ? AND owner = ?",
        LimitRows::read,
        owner.kind(),
        owner.tenant().value(),
        owner.name());
  }

  static void put(Tx tx, LimitOwner owner, OwnLimits limits) {
    delete(tx, owner);
    tx.update(
        "INSERT INTO usage_limits (kind, tenant, owner, requests_per_minute, images_per_minute,"
            + " concurrency, queue_depth, size_max, quality_max)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        owner.kind(),
        owner.tenant().value(),
        owner.name(),
        limits.requestsPerMinute(),
        limits.imagesPerMinute(),
        limits.concurrency(),
        limits.queueDepth(),
        limits.sizeMax().map(Object::toString),
        limits.qualityMax().map(Quality::word));
  }

  static boolean delete(Tx tx, LimitOwner owner) {
    return tx.update(
            "DELETE FROM usage_limits WHERE kind = ? AND tenant = ? AND owner = ?",
            owner.kind(),
            owner.tenant().value(),
            owner.name())
        == 1;
  }

  private static OwnLimits read(Row row) {
    return new OwnLimits(
        row.numberOrNull("requests_per_minute").map(Math::toIntExact),
        row.numberOrNull("images_per_minute").map(Math::toIntExact),
        row.numberOrNull("concurrency").map(Math::toIntExact),
        row.numberOrNull("queue_depth").map(Math::toIntExact),
        row.textOrNull("size_max").flatMap(SizeMax::parse),
        row.textOrNull("quality_max").flatMap(Quality::made));
  }
}
