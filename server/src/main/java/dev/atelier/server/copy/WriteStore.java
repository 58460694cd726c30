package dev.atelier.server.copy;

import dev.atelier.database.Database;
import dev.atelier.database.copy.StoreCopy;
import dev.atelier.database.copy.TableDifference;
import dev.atelier.image.ContentHash;
import dev.atelier.server.config.ServerConfig;
import dev.atelier.storage.NamedContents;
import dev.atelier.storage.s3.FillBucket;
import dev.atelier.storage.s3.FillBucket.Filled;
import dev.atelier.storage.s3.S3Options;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Writes to the target what it lacks: contents before the rows that name them. */
final class WriteStore {
  private final ServerConfig config;
  private final Optional<S3Options> bucket;
  private final Database source;
  private final Database target;

  WriteStore(ServerConfig config, Optional<S3Options> bucket, Database source, Database target) {
    this.config = config;
    this.bucket = bucket;
    this.source = source;
    this.target = target;
  }

  /**
   * What was written.
   *
   * @param rows that were added, changed or taken away
   * @param sent contents that were sent
   * @param damaged contents that the source cannot read
   */
  record Written(long rows, long sent, List<ContentHash> damaged) {
    static final Written NOTHING = new Written(0, 0, List.of());

    Written {
      damaged = List.copyOf(damaged);
    }
  }

  /**
   * @param again whether the target may have rows that the source has not
   */
  Written run(StoreCopy rows, boolean again, Consumer<String> progress) throws IOException {
    Filled filled = contents(progress);
    Consumer<StoreCopy.Progress> told =
        now -> progress.accept("writing " + now.table() + ", " + now.rows() + " rows");
    long deleted = again ? rows.deleteExtra(told) : 0;
    long changed = rows.write(told).stream().mapToLong(WriteStore::written).sum();
    return new Written(deleted + changed, filled.sent(), filled.damaged());
  }

  private static long written(TableDifference before) {
    return before.missing() + before.changed();
  }

  private Filled contents(Consumer<String> progress) throws IOException {
    if (bucket.isEmpty()) {
      return new Filled(0, 0, 0, List.of());
    }
    var named = new NamedContents(source);
    long all = named.totals().contents();
    try (var filling = open(bucket.get())) {
      return filling.from(
          named,
          NamedContents.inDirectory(config.data(), source),
          now ->
              progress.accept(
                  "%d of %d contents are in the bucket, %.1f MiB were sent"
                      .formatted(now.contents(), all, now.sentBytes() / 1024.0 / 1024.0)));
    }
  }

  private FillBucket open(S3Options options) {
    try {
      return FillBucket.open(options, target);
    } catch (IllegalStateException foreign) {
      throw new CopyRefusedException(String.valueOf(foreign.getMessage()));
    }
  }
}
