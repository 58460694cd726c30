package dev.atelier.storage.s3;

import dev.atelier.database.Database;
import dev.atelier.image.ContentHash;
import dev.atelier.image.Sha256;
import dev.atelier.storage.ContentDigest;
import dev.atelier.storage.ContentFile;
import dev.atelier.storage.ContentSource;
import dev.atelier.storage.ContentThreads;
import dev.atelier.storage.DamagedContentException;
import dev.atelier.storage.NamedContents;
import dev.atelier.storage.NamedContents.Named;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Sends contents that are elsewhere to the bucket of a database that no server works on yet. What
 * its rows say is there is not sent again.
 */
public final class FillBucket implements AutoCloseable {
  private static final int SMALL_BYTES = 64 << 10;

  private final Database database;
  private final ObjectRows rows = new ObjectRows(Duration.ZERO);
  private final Bucket bucket;

  private FillBucket(S3Options options, Database database) {
    this.database = database;
    this.bucket = new Bucket(options, database, rows);
  }

  /**
   * What has been done.
   *
   * @param contents that were looked at
   * @param sent of them, the others were there
   * @param sentBytes of these
   * @param damaged contents that cannot be read where they come from
   */
  public record Filled(long contents, long sent, long sentBytes, List<ContentHash> damaged) {
    public Filled {
      damaged = List.copyOf(damaged);
    }
  }

  /**
   * Opens the bucket, which becomes the database's own.
   *
   * @throws IllegalStateException if it is another's, or cannot be reached
   */
  public static FillBucket open(S3Options options, Database database) {
    var opened = new FillBucket(options, database);
    boolean whole = false;
    try {
      opened.bucket.open();
      Optional<String> problem = opened.bucket.problem();
      if (problem.isPresent()) {
        throw new IllegalStateException(options.location() + ": " + problem.get());
      }
      whole = true;
      return opened;
    } finally {
      if (!whole) {
        opened.close();
      }
    }
  }

  /**
   * Returns when everything that can be read is there.
   *
   * @param progress is told after every some contents
   * @throws IOException if the bucket does not take one; what is there stays
   */
  public Filled from(NamedContents named, ContentSource source, Consumer<Filled> progress)
      throws IOException {
    var so = new Filled(0, 0, 0, List.of());
    List<Named> page = named.after("", ContentThreads.PAGE);
    try (var threads = new ContentThreads()) {
      while (!page.isEmpty()) {
        so = with(so, page, source, threads);
        progress.accept(so);
        page = named.after(page.getLast().hash().hex(), ContentThreads.PAGE);
      }
    }
    return so;
  }

  private Filled with(Filled so, List<Named> page, ContentSource source, ContentThreads threads)
      throws IOException {
    List<ContentHash> hashes = page.stream().map(Named::hash).toList();
    Set<ContentHash> there = database.read(tx -> rows.present(tx, hashes));
    List<Named> wanted = page.stream().filter(one -> !there.contains(one.hash())).toList();
    List<Named> failing = threads.failing(wanted, one -> send(one, source));
    List<Named> sent = wanted.stream().filter(one -> !failing.contains(one)).toList();
    database.write(tx -> {
      sent.forEach(one -> rows.sent(tx, one.hash()));
      return sent;
    });
    var damaged = new ArrayList<>(so.damaged());
    failing.forEach(one -> damaged.add(one.hash()));
    return new Filled(
        so.contents() + page.size(),
        so.sent() + sent.size(),
        so.sentBytes() + sent.stream().mapToLong(Named::bytes).sum(),
        damaged);
  }

  /** False if it cannot be read where it comes from. */
  private boolean send(Named one, ContentSource source) throws IOException {
    if (one.bytes() <= SMALL_BYTES) {
      Optional<byte[]> content = small(one, source);
      if (content.isPresent()) {
        bucket.upload().send(one.hash(), content.get(), content.get().length);
      }
      return content.isPresent();
    }
    Optional<ContentFile> file = file(one, source);
    if (file.isPresent()) {
      try (ContentFile sent = file.get()) {
        bucket.upload().send(one.hash(), sent.path(), one.bytes());
      }
    }
    return file.isPresent();
  }

  private static Optional<byte[]> small(Named one, ContentSource source) throws IOException {
    try (InputStream in = source.open(one.hash(), Optional.empty())) {
      byte[] content = in.readNBytes(SMALL_BYTES + 1);
      var digest = Sha256.digest();
      digest.update(content);
      return Optional.of(content).filter(_ -> ContentDigest.hash(digest).equals(one.hash()));
    } catch (NoSuchFileException | DamagedContentException _) {
      return Optional.empty();
    }
  }

  private static Optional<ContentFile> file(Named one, ContentSource source) throws IOException {
    ContentFile file;
    try {
      file = source.file(one.hash(), Optional.empty());
    } catch (NoSuchFileException | DamagedContentException _) {
      return Optional.empty();
    }
    if (whole(one, file.path())) {
      return Optional.of(file);
    }
    file.close();
    return Optional.empty();
  }

  private static boolean whole(Named one, Path file) throws IOException {
    var digest = Sha256.digest();
    try (var in = new DigestInputStream(Files.newInputStream(file), digest)) {
      long bytes = in.transferTo(OutputStream.nullOutputStream());
      return bytes == one.bytes() && ContentDigest.hash(digest).equals(one.hash());
    }
  }

  /** These were not found as they should be: the next time they are sent again. */
  public void forget(List<ContentHash> hashes) {
    database.write(tx -> {
      hashes.forEach(hash -> rows.forget(tx, hash));
      return hashes;
    });
  }

  @Override
  public void close() {
    bucket.close();
  }
}
