package dev.atelier.storage.gallery;

import dev.atelier.database.Tx;
import dev.atelier.image.ArtifactId;
import dev.atelier.image.ImageId;
import dev.atelier.image.TenantId;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The images that a tenant marked, so that it finds them again. */
public final class Favourites {
  /** Most that a tenant may have. */
  public static final int MAX = 10_000;

  private Favourites() {}

  /**
   * Marks images of the tenant; those that are marked stay so.
   *
   * @return false if there would be more than {@link #MAX}: the transaction should roll back then
   */
  public static boolean add(Tx tx, TenantId tenant, List<StoredImageId> images) {
    for (StoredImageId image : images) {
      tx.update(
          "INSERT INTO favourite (artifact, tenant, job, idx) VALUES (?, ?, ?, ?)"
              + " ON CONFLICT (artifact) DO NOTHING",
          image.artifact().value(),
          tenant.value(),
          image.id().job().toString(),
          image.id().index());
    }
    return images.isEmpty() || count(tx, tenant) <= MAX;
  }

  public static void remove(Tx tx, TenantId tenant, List<StoredImageId> images) {
    for (StoredImageId image : images) {
      tx.update(
          "DELETE FROM favourite WHERE artifact = ? AND tenant = ?",
          image.artifact().value(),
          tenant.value());
    }
  }

  /** Those of these artifacts that are marked. */
  public static Set<ArtifactId> among(Tx tx, Collection<ArtifactId> artifacts) {
    if (artifacts.isEmpty()) {
      return Set.of();
    }
    String marks = String.join(", ", Collections.nCopies(artifacts.size(), "?"));
    return new HashSet<>(
        tx.list(
            "SELECT artifact FROM favourite WHERE artifact IN (" + marks + ")",
            row -> new ArtifactId(row.uuid("artifact")),
            artifacts.stream().map(ArtifactId::value).toArray()));
  }

  /** Those of a tenant after {@code after}, those of the newest job first. */
  public static List<StoredImageId> page(
      Tx tx, TenantId tenant, Optional<ImageId> after, int limit) {
    return tx.list(
        "SELECT job, idx, artifact FROM favourite WHERE tenant = ?" + ImageRows.listed(after),
        ImageRows::image,
        ImageRows.arguments(tenant.value(), after, limit));
  }

  private static long count(Tx tx, TenantId tenant) {
    return tx.first(
            "SELECT COUNT(*) AS n FROM favourite WHERE tenant = ?",
            row -> row.number("n"),
            tenant.value())
        .orElse(0L);
  }
}
