package dev.atelier.storage.s3;

import dev.atelier.database.Row;
import dev.atelier.database.Tx;
import dev.atelier.image.ContentHash;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What the nodes tell each other of objects, so that nobody deletes what another is about to name.
 * Whoever keeps a content says so first, in its row; whoever deletes one marks its row, which only
 * goes through while nobody is about to name it and no artifact does. Each changes the row of the
 * content before it looks further, so of two at once the second sees what the first has done. All
 * times are the database's.
 */
final class ObjectRows {
  /** A deletion that began so long ago was left by a crash: another may finish it. */
  static final Duration DELETING_MAX = Duration.ofMinutes(5);

  private final Duration unnamedMax;

  /**
   * @param unnamedMax how long what is kept may be without an artifact
   */
  ObjectRows(Duration unnamedMax) {
    this.unnamedMax = unnamedMax;
  }

  /** What somebody finds who is about to keep a content. */
  enum Kept {
    /** Nobody has kept it yet. */
    NEW,
    /** It is there, or somebody has begun to send it. */
    KNOWN,
    /** It is being deleted: to be asked again. */
    DELETING
  }

  /** Says that a content is about to be kept, and soon named. */
  Kept keep(Tx tx, ContentHash hash) {
    int known =
        tx.update(
            "UPDATE stored_object SET unnamed = CASE WHEN sealed < ? THEN 1 ELSE unnamed + 1 END,"
                + " sealed = ? WHERE hash = ? AND deleting IS NULL",
            tx.now().minus(unnamedMax),
            tx.now(),
            hash.hex());
    if (known > 0) {
      return Kept.KNOWN;
    }
    int inserted =
        tx.update(
            "INSERT INTO stored_object (hash, sealed, unnamed) VALUES (?, ?, 1)"
                + " ON CONFLICT (hash) DO NOTHING",
            hash.hex(),
            tx.now());
    return inserted > 0 ? Kept.NEW : Kept.DELETING;
  }

  /**
   * One of those who keep it is not about to name it any more: it has, or it gave up.
   *
   * @return false if it is gone or going
   */
  boolean named(Tx tx, ContentHash hash) {
    return tx.update(
            "UPDATE stored_object SET unnamed = CASE WHEN unnamed > 0 THEN unnamed - 1 ELSE 0 END"
                + " WHERE hash = ? AND deleting IS NULL",
            hash.hex())
        > 0;
  }

  /** Whether an artifact may come to share it: holds up who wants to delete it. */
  boolean share(Tx tx, ContentHash hash) {
    return tx.update(
                "UPDATE stored_object SET unnamed = unnamed WHERE hash = ? AND deleting IS NULL",
                hash.hex())
            > 0
        || !known(tx, hash); // put there by other means than ours
  }

  private static boolean known(Tx tx, ContentHash hash) {
    return tx.first(
            "SELECT 1 AS present FROM stored_object WHERE hash = ?",
            row -> row.flag("present"),
            hash.hex())
        .isPresent();
  }

  /** A content that is being deleted, since then. */
  record Mark(ContentHash hash, Instant since) {}

  /** Marks a content that nobody needs; empty if somebody does, or deletes it already. */
  Optional<Mark> delete(Tx tx, ContentHash hash) {
    tx.update(
        "INSERT INTO stored_object (hash, sealed, unnamed) VALUES (?, 0, 0)"
            + " ON CONFLICT (hash) DO UPDATE SET unnamed = stored_object.unnamed",
        hash.hex());
    int marked =
        tx.update(
            """
            UPDATE stored_object SET deleting = ?
            WHERE hash = ? AND (deleting IS NULL OR deleting < ?)
              AND (unnamed = 0 OR sealed < ?)
              AND NOT EXISTS (SELECT 1 FROM artifact WHERE artifact.hash = stored_object.hash)
            """,
            tx.now(),
            hash.hex(),
            tx.now().minus(DELETING_MAX),
            tx.now().minus(unnamedMax));
    return marked > 0 ? Optional.of(new Mark(hash, tx.now())) : Optional.empty();
  }

  /** What was marked is gone, unless somebody else has taken that over. */
  void deleted(Tx tx, Mark mark) {
    tx.update(
        "DELETE FROM stored_object WHERE hash = ? AND deleting = ?",
        mark.hash().hex(),
        mark.since());
  }

  /** Deletions that a crash interrupted. */
  List<ContentHash> interrupted(Tx tx, int limit) {
    return tx.list(
        "SELECT hash FROM stored_object WHERE deleting < ? ORDER BY deleting LIMIT ?",
        ObjectRows::hash,
        tx.now().minus(DELETING_MAX),
        limit);
  }

  /**
   * A row as the round finds it.
   *
   * @param needed whether an artifact names it, or may soon
   */
  record Seen(ContentHash hash, boolean needed) {}

  /** The next rows, in the order of their hashes. */
  List<Seen> after(Tx tx, String hash, int limit) {
    return tx.list(
        """
        SELECT o.hash, CASE WHEN o.sealed >= ? OR EXISTS
            (SELECT 1 FROM artifact a WHERE a.hash = o.hash) THEN 1 ELSE 0 END AS needed
        FROM (SELECT hash, sealed FROM stored_object WHERE hash > ? ORDER BY hash LIMIT ?) o
        ORDER BY o.hash
        """,
        row -> new Seen(hash(row), row.flag("needed")),
        tx.now().minus(unnamedMax),
        hash,
        limit);
  }

  /** Those of the contents that an artifact names. */
  Set<ContentHash> needed(Tx tx, List<ContentHash> contents) {
    if (contents.isEmpty()) {
      return Set.of();
    }
    String marks = contents.stream().map(_ -> "?").collect(Collectors.joining(", "));
    return Set.copyOf(
        tx.list(
            "SELECT DISTINCT hash FROM artifact WHERE hash IN (" + marks + ")",
            ObjectRows::hash,
            contents.stream().map(ContentHash::hex).toArray()));
  }

  /** Those of the contents whose objects are there, as their rows have it. */
  Set<ContentHash> present(Tx tx, List<ContentHash> contents) {
    if (contents.isEmpty()) {
      return Set.of();
    }
    String marks = contents.stream().map(_ -> "?").collect(Collectors.joining(", "));
    return Set.copyOf(
        tx.list(
            "SELECT hash FROM stored_object WHERE deleting IS NULL AND hash IN (" + marks + ")",
            ObjectRows::hash,
            contents.stream().map(ContentHash::hex).toArray()));
  }

  /** The object of a content is there, before anybody works on this database. */
  void sent(Tx tx, ContentHash hash) {
    tx.update(
        "INSERT INTO stored_object (hash, sealed, unnamed) VALUES (?, ?, 0)"
            + " ON CONFLICT (hash) DO NOTHING",
        hash.hex(),
        tx.now());
  }

  /** Nothing is known of that object any more. */
  void forget(Tx tx, ContentHash hash) {
    tx.update("DELETE FROM stored_object WHERE hash = ?", hash.hex());
  }

  /** What this database is called in the object store; made up when it is asked for first. */
  String owner(Tx tx) {
    tx.update(
        "INSERT INTO object_store_owner (id, owner) VALUES (1, ?) ON CONFLICT (id) DO NOTHING",
        UUID.randomUUID().toString());
    return tx.first("SELECT owner FROM object_store_owner WHERE id = 1", row -> row.text("owner"))
        .orElseThrow();
  }

  private static ContentHash hash(Row row) {
    return new ContentHash(row.text("hash"));
  }
}
