package dev.atelier.storage;

import dev.atelier.database.Database;
import dev.atelier.image.ContentHash;
import dev.atelier.storage.SegmentEraser.Doomed;
import dev.atelier.storage.SegmentRows.Live;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Walks through all segments, a little each turn, and gives back what is dead. A record that no row
 * names and that was sealed long ago is erased: its row never came. Behind the last segment the
 * round begins anew.
 *
 * <p>A segment that has been walked to its end and is not written any more is deleted if it is dead
 * altogether, and compacted over the next turns if most of it is.
 */
final class SegmentPatrol {
  private static final int ROWS_MAX = 1_000;
  private static final int RECORDS_MAX = 4_000;

  private final Database database;
  private final SegmentRows rows;
  private final SegmentFiles files;
  private final SegmentWriter writer;
  private final SegmentEraser eraser;
  private final SegmentCompaction compaction;
  private final ReentrantLock turn = new ReentrantLock();
  private Walk walk = new Walk(0); // there is no such segment: the first turn begins the round
  private Optional<SegmentCompaction.Progress> compacting = Optional.empty();

  SegmentPatrol(
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
    this.compaction = new SegmentCompaction(database, rows, files, writer, eraser);
  }

  /** Erases records whose last row is gone. */
  void erase(List<Doomed> records) throws IOException {
    turn.lock();
    try {
      eraser.erase(records);
    } finally {
      turn.unlock();
    }
  }

  /**
   * One turn.
   *
   * @param bound what was sealed before then has its row, or never gets one
   */
  void turn(Instant bound) throws IOException {
    turn.lock();
    try {
      if (compacting.isPresent()) {
        var moving = compacting.get();
        compacting = Optional.empty(); // also when it fails: the next round finds it again
        compacting = compaction.move(moving);
      } else {
        walk(bound);
      }
    } finally {
      turn.unlock();
    }
  }

  private void walk(Instant bound) throws IOException {
    if (walk.ended) {
      walk = new Walk(files.after(walk.segment).orElse(0L));
    }
    if (!Files.exists(files.of(walk.segment))) {
      walk.ended = true; // behind the last one, too
      return;
    }
    var forced = writer.forced();
    boolean current = forced.segment() == walk.segment;
    try (var file = new RandomAccessFile(files.of(walk.segment).toFile(), "rw")) {
      long end = step(file, current ? forced.end() : file.length(), bound);
      if (!walk.ended || current) {
        return;
      }
      if (end < file.length()) {
        file.setLength(end); // a crash or a failure left it torn, and nobody was told of it
      }
    }
    finish();
  }

  /** Walks on to the end at most; returns from where on there is no record. */
  private long step(RandomAccessFile file, long end, Instant bound) throws IOException {
    var named = new TreeMap<Long, Live>();
    for (var live : database.read(tx -> rows.live(tx, walk.segment, walk.position, ROWS_MAX))) {
      named.put(live.slice().position(), live);
    }
    long known = named.size() < ROWS_MAX ? end : Math.min(end, named.lastKey() + 1);
    long torn = Long.MAX_VALUE;
    var orphans = new ArrayList<Doomed>();
    for (int records = 0; walk.position < known && records < RECORDS_MAX; records++) {
      var head = files.head(file, walk.position);
      if (head.isPresent()) {
        look(head.get(), named.containsKey(walk.position), bound).ifPresent(orphans::add);
        walk.position += head.get().bytes();
      } else {
        torn = walk.position;
        walk.position = next(walk.position).orElse(end);
      }
    }
    walk.ended = walk.position >= end;
    eraser.erase(orphans);
    return torn < end && walk.ended && next(torn - 1).isEmpty() ? torn : end;
  }

  /** Counts a record; gives it back if it is to be erased. */
  private Optional<Doomed> look(SegmentRecord record, boolean named, Instant bound) {
    if (named) {
      walk.live += record.bytes();
    } else if (!record.erased()) {
      if (record.sealed().isBefore(bound)) {
        var slice = new SegmentSlice(walk.segment, walk.position);
        return Optional.of(new Doomed(slice, new ContentHash(record.hash())));
      }
      walk.young = true;
    }
    return Optional.empty();
  }

  /** Where rows say that a record begins, behind that position. */
  private Optional<Long> next(long position) {
    return database.read(tx -> rows.live(tx, walk.segment, position + 1, 1)).stream()
        .map(live -> live.slice().position())
        .findFirst();
  }

  private void finish() throws IOException {
    if (walk.young) {
      return;
    }
    if (next(0).isEmpty()) {
      files.delete(walk.segment);
    } else if (walk.live < walk.position / 2) {
      compacting = Optional.of(SegmentCompaction.Progress.of(walk.segment));
    }
  }

  /** How far a segment has been walked through, and what was found on the way. */
  private static final class Walk {
    private final long segment;
    private long position = SegmentRecord.FILE_HEADER_BYTES;
    private long live;
    private boolean young;
    private boolean ended;

    Walk(long segment) {
      this.segment = segment;
    }
  }
}
