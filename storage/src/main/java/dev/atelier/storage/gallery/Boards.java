package dev.atelier.storage.gallery;

import dev.atelier.database.Row;
import dev.atelier.database.Tx;
import dev.atelier.image.ImageId;
import dev.atelier.image.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The boards of the tenants, and which images are in them. */
public final class Boards {
  /** Most that a tenant may have. */
  public static final int MAX = 200;

  /** Most images of one. */
  public static final int IMAGES_MAX = 5_000;

  private static final String SELECT =
      """
      SELECT b.id, b.name, b.created, (SELECT COUNT(*) FROM board_image i
        JOIN artifact a ON a.id = i.artifact
        WHERE i.board = b.id AND (a.expires IS NULL OR a.expires > ?)) AS images
      FROM board b WHERE b.tenant = ?\
      """;

  private Boards() {}

  /** A tenant's, by name. */
  public static List<Board> list(Tx tx, TenantId tenant) {
    return tx.list(SELECT + " ORDER BY b.name, b.id", Boards::board, tx.now(), tenant.value());
  }

  /** The board, if it is this tenant's. */
  public static Optional<Board> find(Tx tx, TenantId tenant, UUID id) {
    return tx.first(SELECT + " AND b.id = ?", Boards::board, tx.now(), tenant.value(), id);
  }

  /** Whether a tenant has a board of that name. */
  public static boolean named(Tx tx, TenantId tenant, String name) {
    return tx.first(
            "SELECT 1 AS present FROM board WHERE tenant = ? AND name = ?",
            row -> row.flag("present"),
            tenant.value(),
            name)
        .isPresent();
  }

  /** Whether a tenant has as many as it may. */
  public static boolean full(Tx tx, TenantId tenant) {
    return tx.first(
                "SELECT COUNT(*) AS n FROM board WHERE tenant = ?",
                row -> row.number("n"),
                tenant.value())
            .orElse(0L)
        >= MAX;
  }

  /** A new one without images; its name is not that of another. */
  public static Board create(Tx tx, TenantId tenant, UUID id, String name) {
    tx.update(
        "INSERT INTO board (id, tenant, name, created) VALUES (?, ?, ?, ?)",
        id,
        tenant.value(),
        name,
        tx.now());
    return new Board(id, name, tx.now(), 0);
  }

  public static void rename(Tx tx, UUID id, String name) {
    tx.update("UPDATE board SET name = ? WHERE id = ?", name, id);
  }

  /** Its images stay where they are. */
  public static void delete(Tx tx, UUID id) {
    tx.update("DELETE FROM board WHERE id = ?", id);
  }

  /**
   * Puts images of the board's tenant into it; those that are in it stay.
   *
   * @return false if there would be more than {@link #IMAGES_MAX}: the transaction should roll back
   *     then
   */
  public static boolean add(Tx tx, UUID board, List<StoredImageId> images) {
    for (StoredImageId image : images) {
      tx.update(
          "INSERT INTO board_image (board, artifact, job, idx) VALUES (?, ?, ?, ?)"
              + " ON CONFLICT (board, artifact) DO NOTHING",
          board,
          image.artifact().value(),
          image.id().job().toString(),
          image.id().index());
    }
    return tx.first(
                "SELECT COUNT(*) AS n FROM board_image WHERE board = ?",
                row -> row.number("n"),
                board)
            .orElse(0L)
        <= IMAGES_MAX;
  }

  public static void remove(Tx tx, UUID board, List<StoredImageId> images) {
    for (StoredImageId image : images) {
      tx.update(
          "DELETE FROM board_image WHERE board = ? AND artifact = ?",
          board,
          image.artifact().value());
    }
  }

  /** Its images after {@code after}, those of the newest job first. */
  public static List<StoredImageId> page(Tx tx, UUID board, Optional<ImageId> after, int limit) {
    return tx.list(
        "SELECT job, idx, artifact FROM board_image WHERE board = ?" + ImageRows.listed(after),
        ImageRows::image,
        ImageRows.arguments(board.toString(), after, limit));
  }

  /** All boards of a tenant whose data goes, with their names; returns how many there were. */
  public static int erase(Tx tx, TenantId tenant) {
    return tx.update("DELETE FROM board WHERE tenant = ?", tenant.value());
  }

  private static Board board(Row row) {
    return new Board(
        row.uuid("id"), row.text("name"), row.instant("created"), row.number("images"));
  }
}
