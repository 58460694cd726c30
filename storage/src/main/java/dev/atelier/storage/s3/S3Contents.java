package dev.atelier.storage.s3;

import dev.atelier.database.Database;
import dev.atelier.database.Tx;
import dev.atelier.image.ContentHash;
import dev.atelier.storage.ContentFile;
import dev.atelier.storage.ContentSource;
import dev.atelier.storage.ContentStore;
import dev.atelier.storage.LinkTerms;
import dev.atelier.storage.SegmentSlice;
import dev.atelier.storage.StoredBlob;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Contents in a bucket, each an object that is named by its hash and stored once, whatever its
 * size. It is there before it is kept, so before any row names it.
 */
public final class S3Contents implements ContentStore {
  private static final Logger LOG = LoggerFactory.getLogger(S3Contents.class);

  private final Bucket bucket;
  private final ObjectRows rows;
  private final KeepObject keep;
  private final DeleteObjects deletion;
  private final ObjectPatrol patrol;
  private final ContentSource reader;
  private final InstantSource clock;

  private S3Contents(
      S3Options options,
      Database database,
      InstantSource clock,
      Duration unnamedMax,
      Supplier<Path> scratch) {
    this.rows = new ObjectRows(unnamedMax);
    this.bucket = new Bucket(options, database, rows);
    this.deletion = new DeleteObjects(database, rows, bucket.objects());
    this.keep = new KeepObject(database, rows, bucket.objects(), deletion);
    this.patrol = new ObjectPatrol(database, rows, bucket.objects(), deletion);
    this.reader = new ObjectReader(bucket.objects(), scratch);
    this.clock = clock;
  }

  /**
   * Opens the store. A bucket that is away now is found once it is back.
   *
   * @param unnamedMax how long what is kept may be without a row
   * @param scratch names a new local file of its own
   * @throws IllegalStateException if the bucket's prefix belongs to another database
   */
  public static S3Contents open(
      S3Options options,
      Database database,
      InstantSource clock,
      Duration unnamedMax,
      Supplier<Path> scratch) {
    var contents = new S3Contents(options, database, clock, unnamedMax, scratch);
    boolean opened = false;
    try {
      contents.bucket.open();
      opened = true;
      return contents;
    } finally {
      if (!opened) {
        contents.close();
      }
    }
  }

  @Override
  public StoredBlob keep(ContentHash hash, byte[] content, int length) throws IOException {
    return keep.keep(hash, length, () -> bucket.upload().send(hash, content, length));
  }

  @Override
  public StoredBlob keep(ContentHash hash, Path file, long bytes) throws IOException {
    StoredBlob kept = keep.keep(hash, bytes, () -> bucket.upload().send(hash, file, bytes));
    try {
      Files.deleteIfExists(file);
    } catch (IOException failure) {
      LOG.warn("a staged file is left until the next start: {}", failure.getMessage());
    }
    return kept;
  }

  @Override
  public void recording(Tx tx, StoredBlob kept) {
    if (!rows.named(tx, kept.hash())) {
      throw S3Calls.unavailable("what was stored is gone again");
    }
  }

  @Override
  public boolean sharing(Tx tx, StoredBlob content) {
    return rows.share(tx, content.hash());
  }

  @Override
  public InputStream open(ContentHash hash, Optional<SegmentSlice> slice) throws IOException {
    return reader.open(hash, slice);
  }

  @Override
  public SeekableByteChannel channel(ContentHash hash, Optional<SegmentSlice> slice)
      throws IOException {
    return reader.channel(hash, slice);
  }

  @Override
  public ContentFile file(ContentHash hash, Optional<SegmentSlice> slice) throws IOException {
    return reader.file(hash, slice);
  }

  @Override
  public Optional<URI> address(ContentHash hash, LinkTerms terms) {
    return bucket.address(hash, terms, clock);
  }

  @Override
  public void remove(Set<StoredBlob> contents, Instant now) throws IOException {
    List<ContentHash> hashes = contents.stream().map(StoredBlob::hash).distinct().toList();
    int _ = deletion.delete(hashes);
  }

  @Override
  public void patrol(Instant now) throws IOException {
    patrol.turn(now);
  }

  @Override
  public boolean shared() {
    return true;
  }

  @Override
  public Optional<String> problem() {
    return bucket.problem();
  }

  @Override
  public void close() {
    bucket.close();
  }
}
