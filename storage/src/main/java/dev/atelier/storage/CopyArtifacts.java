package dev.atelier.storage;

import dev.atelier.database.Database;
import dev.atelier.image.ContentHash;
import dev.atelier.storage.SegmentRows.Live;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Copies the contents that a copied database names out of a data directory whose server goes on: it
 * makes, moves and deletes contents meanwhile.
 *
 * <p>What was moved is looked up again by its hash, in the rows as they are now. What was deleted
 * with its rows since the database was copied leaves the copy's rows too, as if it had been swept
 * before. What a row still names and nobody can read is damaged, and told. Small contents go into
 * segments of their own, one after another, and the copy's rows are changed to say so.
 */
public final class CopyArtifacts {
  private static final int ROWS_MAX = 200;
  private static final long SEGMENT_BYTES_MAX = 64L << 20;

  private final Database live;
  private final Database copy;
  private final SegmentRows rows = new SegmentRows();
  private final CopiedRows named = new CopiedRows();
  private final ContentReader contents;
  private final ContentFiles files;
  private final SegmentFiles segmentFiles;
  private final SegmentWriter segments;

  /**
   * @param from the data directory of {@code live}
   * @param to the new one, of {@code copy}
   */
  public CopyArtifacts(Path from, Database live, Path to, Database copy, InstantSource clock) {
    this(ContentReader.of(from, live, new DirectorySync(Disk.REAL)), live, to, copy, clock);
  }

  /** The same out of another place than a data directory. */
  public CopyArtifacts(
      ContentSource from, Database live, Path to, Database copy, InstantSource clock) {
    this(new ContentReader(from), live, to, copy, clock);
  }

  private CopyArtifacts(
      ContentReader from, Database live, Path to, Database copy, InstantSource clock) {
    this.live = live;
    this.copy = copy;
    this.contents = from;
    var sync = new DirectorySync(Disk.REAL);
    this.files = new ContentFiles(to, Disk.REAL, sync);
    this.segmentFiles = new SegmentFiles(to, Disk.REAL, sync);
    this.segments = new SegmentWriter(segmentFiles, Disk.REAL, clock, SEGMENT_BYTES_MAX);
  }

  /**
   * What has been copied.
   *
   * @param all contents that are to be copied
   * @param contents that were looked at so far
   * @param bytes of those that were copied
   * @param gone contents that were deleted since the database was copied
   * @param damaged contents that rows name and that cannot be read
   */
  public record Copied(long all, long contents, long bytes, long gone, List<ContentHash> damaged) {
    public Copied {
      damaged = List.copyOf(damaged);
    }
  }

  /** How many bytes the contents have that are to be copied. */
  public long bytes() {
    return copy.read(named::bytes);
  }

  /**
   * Returns when all is on disk.
   *
   * @param progress is told after every some contents
   */
  public Copied run(Consumer<Copied> progress) throws IOException {
    var count = new Count(copy.read(named::contents));
    segmentFiles.prepare();
    segmentFiles.numberAbove(copy.read(rows::last));
    Optional<ContentHash> last = Optional.empty();
    List<ContentHash> hashes = copy.read(tx -> named.files(tx, Optional.empty(), ROWS_MAX));
    while (!hashes.isEmpty()) {
      for (ContentHash hash : hashes) {
        copyFile(hash, count);
        progress.accept(count.copied());
      }
      last = Optional.of(hashes.getLast());
      Optional<ContentHash> after = last;
      hashes = copy.read(tx -> named.files(tx, after, ROWS_MAX));
    }
    copySegments(count, progress);
    return count.copied();
  }

  private void copyFile(ContentHash hash, Count count) throws IOException {
    try {
      count.copied(contents.read(hash, Optional.empty(), in -> files.write(hash, in)));
    } catch (NoSuchFileException | DamagedContentException _) {
      if (live.read(tx -> named.known(tx, hash))) {
        count.damaged(hash);
      } else {
        count.gone(copy.write(tx -> named.deleteFile(tx, hash)));
      }
    }
  }

  /** Those above what is written here: rows that were changed are not met again. */
  private void copySegments(Count count, Consumer<Copied> progress) throws IOException {
    long last = copy.read(rows::last);
    var from = SegmentSlice.FIRST;
    while (true) {
      SegmentSlice begin = from;
      List<Live> batch = copy.read(tx -> named.slices(tx, begin, last, ROWS_MAX));
      if (batch.isEmpty()) {
        return;
      }
      copyRecords(batch, count);
      progress.accept(count.copied());
      SegmentSlice end = batch.getLast().slice();
      from = new SegmentSlice(end.segment(), end.position() + 1);
    }
  }

  private void copyRecords(List<Live> batch, Count count) throws IOException {
    var found = new ArrayList<Live>();
    var records = new ArrayList<SegmentWriter.Content>();
    for (Live one : batch) {
      Optional<byte[]> bytes = small(one);
      if (bytes.isPresent()) {
        found.add(one);
        records.add(new SegmentWriter.Content(one.hash(), bytes.get()));
        count.copied(bytes.get().length);
      } else if (live.read(tx -> named.known(tx, one.hash()))) {
        count.damaged(one.hash());
      } else {
        count.gone(copy.write(tx -> named.deleteSlice(tx, one.slice())));
      }
    }
    List<SegmentSlice> to = segments.append(records);
    copy.write(tx -> {
      for (int i = 0; i < to.size(); i++) {
        rows.move(tx, found.get(i).slice(), to.get(i));
      }
      return to;
    });
  }

  private Optional<byte[]> small(Live one) throws IOException {
    try {
      return Optional.of(
          contents.read(
              one.hash(),
              Optional.of(one.slice()),
              in -> in.readNBytes(SegmentRecord.CONTENT_BYTES_MAX)));
    } catch (NoSuchFileException | DamagedContentException _) {
      return Optional.empty();
    }
  }

  /** What is counted while it is copied. */
  private static final class Count {
    private final long all;
    private final List<ContentHash> damaged = new ArrayList<>();
    private long contents;
    private long bytes;
    private long gone;

    Count(long all) {
      this.all = all;
    }

    void copied(long more) {
      contents++;
      bytes += more;
    }

    void damaged(ContentHash hash) {
      contents++;
      damaged.add(hash);
    }

    /**
     * @param rows that went with it
     */
    void gone(int rows) {
      contents++;
      gone += Math.min(rows, 1);
    }

    Copied copied() {
      return new Copied(all, contents, bytes, gone, damaged);
    }
  }
}
