package dev.atelier.storage.s3;

import dev.atelier.database.Database;
import dev.atelier.image.ContentHash;
import dev.atelier.storage.s3.ObjectRows.Seen;
import dev.atelier.storage.s3.S3Objects.Listed;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for what nobody needs, a little each turn: deletions that broke off, contents that were
 * kept and never named, objects that no row knows, and uploads in parts that nobody goes on with.
 */
final class ObjectPatrol {
  private static final Logger LOG = LoggerFactory.getLogger(ObjectPatrol.class);
  private static final int ROWS_MAX = 1_000;

  /** How old an object without a row must be, by the bucket's clock; and an upload in parts. */
  static final Duration FOREIGN_AGE = Duration.ofDays(1);

  private final Database database;
  private final ObjectRows rows;
  private final S3Objects objects;
  private final DeleteObjects deletion;
  private final ReentrantLock turn = new ReentrantLock();
  private String lastRow = "";
  private Optional<String> lastKey = Optional.empty();

  ObjectPatrol(Database database, ObjectRows rows, S3Objects objects, DeleteObjects deletion) {
    this.database = database;
    this.rows = rows;
    this.objects = objects;
    this.deletion = deletion;
  }

  /** One turn; where another has it there is nothing to do. */
  void turn(Instant now) throws IOException {
    if (turn.tryLock()) {
      try {
        finishInterrupted();
        rows();
        if (lastKey.isEmpty()) {
          uploads(now.minus(FOREIGN_AGE));
        }
        objects(now.minus(FOREIGN_AGE));
      } finally {
        turn.unlock();
      }
    }
  }

  private void finishInterrupted() throws IOException {
    told(deletion.delete(database.read(tx -> rows.interrupted(tx, ROWS_MAX))), "begun deletions");
  }

  private void rows() throws IOException {
    String from = lastRow;
    List<Seen> page = database.read(tx -> rows.after(tx, from, ROWS_MAX));
    lastRow = page.size() < ROWS_MAX ? "" : page.getLast().hash().hex();
    List<ContentHash> unneeded =
        page.stream().filter(seen -> !seen.needed()).map(Seen::hash).toList();
    told(deletion.delete(unneeded), "contents that were never named");
  }

  private void objects(Instant before) throws IOException {
    S3Objects.Page page = objects.list(lastKey);
    lastKey = page.last();
    List<ContentHash> old =
        page.contents().stream()
            .filter(one -> one.written().isBefore(before))
            .map(Listed::hash)
            .toList();
    Set<ContentHash> needed = database.read(tx -> rows.needed(tx, old));
    told(
        deletion.delete(old.stream().filter(hash -> !needed.contains(hash)).toList()),
        "objects without a row");
  }

  private void uploads(Instant before) throws IOException {
    told(objects.abortUploads(before), "uploads in parts that nobody went on with");
  }

  private static void told(int number, String what) {
    if (number > 0) {
      LOG.info("deleted {}: {}", what, number);
    }
  }
}
