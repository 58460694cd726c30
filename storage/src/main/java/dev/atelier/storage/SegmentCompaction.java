package dev.atelier.storage;

import dev.atelier.database.Database;
import dev.atelier.storage.SegmentEraser.Doomed;
import dev.atelier.storage.SegmentRows.Live;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves what lives of a segment to the one that is written: copies are on disk before a row names
 * them, and rows name them before the originals are erased. Whoever still knows the old place finds
 * nothing there and looks the row up again.
 */
final class SegmentCompaction {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentCompaction.class);
  private static final int ROWS_MAX = 1_000;
  private static final long BYTES_MAX = 4L << 20;

  private final Database database;
  private final SegmentRows rows;
  private final SegmentFiles files;
  private final SegmentWriter writer;
  private final SegmentEraser eraser;

  SegmentCompaction(
      Database database,
      SegmentRows rows,
      SegmentFiles files,
      SegmentWriter writer,
      SegmentEraser eraser) {
    this.database = database;
    this.rows = rows;
    this.files = files;
    this.writer = writer;
    this.eraser = eraser;
  }

  /** Up to where a segment has been moved. */
  record Progress(long segment, long from) {
    static Progress of(long segment) {
      return new Progress(segment, 0);
    }
  }

  /** Moves the next records, 4 MiB at most; empty when there were none, and the segment is gone. */
  Optional<Progress> move(Progress progress) throws IOException {
    long segment = progress.segment();
    List<Live> named = database.read(tx -> rows.live(tx, segment, progress.from(), ROWS_MAX));
    if (named.isEmpty()) {
      if (database.read(tx -> rows.live(tx, segment, 0, 1)).isEmpty()) {
        files.delete(segment);
      }
      return Optional.empty();
    }
    var from = new ArrayList<Live>();
    var contents = new ArrayList<SegmentWriter.Content>();
    long bytes = 0;
    long next = progress.from();
    for (var live : named) {
      if (bytes > BYTES_MAX) {
        break;
      }
      next = live.slice().position() + 1;
      bytes += live.bytes();
      Optional<byte[]> content = files.read(live.slice(), live.hash());
      if (content.isPresent()) {
        from.add(live);
        contents.add(new SegmentWriter.Content(live.hash(), content.get()));
      } else if (database.read(tx -> rows.refersTo(tx, live.slice()))) {
        LOG.error("the stored content {} at {} is damaged", live.hash(), live.slice());
      }
    }
    move(from, writer.append(contents));
    return Optional.of(new Progress(segment, next));
  }

  private void move(List<Live> from, List<SegmentSlice> to) throws IOException {
    List<Boolean> moved =
        database.write(tx -> {
          var named = new ArrayList<Boolean>();
          for (int i = 0; i < from.size(); i++) {
            named.add(rows.move(tx, from.get(i).slice(), to.get(i)));
          }
          return named;
        });
    var doomed = new ArrayList<Doomed>();
    for (int i = 0; i < from.size(); i++) {
      var hash = from.get(i).hash();
      doomed.add(new Doomed(from.get(i).slice(), hash));
      if (!moved.get(i)) {
        doomed.add(new Doomed(to.get(i), hash)); // it expired meanwhile
      }
    }
    eraser.erase(doomed);
  }
}
