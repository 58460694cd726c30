package dev.atelier.server.copy;

import dev.atelier.database.Database;
import dev.atelier.database.copy.StoreCopy;
import dev.atelier.database.copy.TableDifference;
import dev.atelier.image.ContentHash;
import dev.atelier.server.config.ServerConfig;
import dev.atelier.storage.ContentSource;
import dev.atelier.storage.NamedContents;
import dev.atelier.storage.VerifyContents;
import dev.atelier.storage.VerifyContents.Verified;
import dev.atelier.storage.s3.FillBucket;
import dev.atelier.storage.s3.S3Options;
import dev.atelier.storage.s3.S3Reader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads both stores to their ends and compares: every row, and every content with its hash. */
final class CompareStores {
  private final ServerConfig config;
  private final Optional<S3Options> bucket;
  private final Database source;
  private final Database target;

  CompareStores(ServerConfig config, Optional<S3Options> bucket, Database source, Database target) {
    this.config = config;
    this.bucket = bucket;
    this.source = source;
    this.target = target;
  }

  CopyReport run(StoreCopy rows, WriteStore.Written written, Consumer<String> progress)
      throws IOException {
    List<TableDifference> tables =
        rows.compare(
            now -> progress.accept("comparing " + now.table() + ", " + now.rows() + " rows"));
    boolean counted = CopyTables.counted(target);
    Verified verified = contents(progress);
    var damaged = new ArrayList<ContentHash>();
    var wrong = new ArrayList<ContentHash>();
    for (ContentHash hash : verified.bad()) {
      (written.damaged().contains(hash) || damagedHere(hash) ? damaged : wrong).add(hash);
    }
    return new CopyReport(
        tables,
        written.rows(),
        verified.contents(),
        verified.bytes(),
        written.sent(),
        damaged,
        wrong,
        counted);
  }

  private Verified contents(Consumer<String> progress) throws IOException {
    Optional<S3Options> options = bucket.or(config::objectStore);
    if (options.isEmpty()) {
      return contents(NamedContents.inDirectory(config.data(), source), progress);
    }
    try (var reader = new S3Reader(options.get())) {
      return contents(reader, progress);
    }
  }

  private Verified contents(ContentSource contents, Consumer<String> progress) throws IOException {
    return new VerifyContents(new NamedContents(target), contents)
        .run(now ->
            progress.accept(
                "%d contents read and hashed, %.1f MiB"
                    .formatted(now.contents(), now.bytes() / 1024.0 / 1024.0)));
  }

  /** Whether the source has it no better. */
  private boolean damagedHere(ContentHash hash) throws IOException {
    return config.objectStore().isPresent()
        || bucket.isEmpty()
        || !VerifyContents.whole(NamedContents.inDirectory(config.data(), source), hash);
  }

  /** What the bucket lost is sent again by the next copy. */
  void forget(CopyReport report) {
    if (bucket.isPresent() && !report.wrong().isEmpty()) {
      try (var filling = FillBucket.open(bucket.get(), target)) {
        filling.forget(report.wrong());
      }
    }
  }
}
