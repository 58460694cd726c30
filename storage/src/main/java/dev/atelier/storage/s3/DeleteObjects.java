package dev.atelier.storage.s3;

import dev.atelier.database.Database;
import dev.atelier.image.ContentHash;
import dev.atelier.storage.s3.ObjectRows.Mark;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Deletes contents that nobody needs: marked in their rows, gone from the bucket, then the rows.
 */
final class DeleteObjects {
  private static final int BATCH = 200;

  /** What was marked longer ago is left: somebody else may have taken it over. */
  private static final long SEND_WITHIN_NANOS = ObjectRows.DELETING_MAX.toNanos() / 2;

  private final Database database;
  private final ObjectRows rows;
  private final S3Objects objects;

  DeleteObjects(Database database, ObjectRows rows, S3Objects objects) {
    this.database = database;
    this.rows = rows;
    this.objects = objects;
  }

  /** Returns how many went. */
  int delete(List<ContentHash> contents) throws IOException {
    int deleted = 0;
    for (int from = 0; from < contents.size(); from += BATCH) {
      deleted += batch(contents.subList(from, Math.min(contents.size(), from + BATCH)));
    }
    return deleted;
  }

  private int batch(List<ContentHash> contents) throws IOException {
    long begun = System.nanoTime();
    List<Mark> marks =
        database.write(tx -> {
          var marked = new ArrayList<Mark>();
          contents.forEach(hash -> rows.delete(tx, hash).ifPresent(marked::add));
          return marked;
        });
    if (marks.isEmpty() || System.nanoTime() - begun > SEND_WITHIN_NANOS) {
      return 0;
    }
    Set<ContentHash> gone = objects.delete(marks.stream().map(Mark::hash).toList());
    List<Mark> done = marks.stream().filter(mark -> gone.contains(mark.hash())).toList();
    return database.write(tx -> {
      done.forEach(mark -> rows.deleted(tx, mark));
      return done.size();
    });
  }
}
