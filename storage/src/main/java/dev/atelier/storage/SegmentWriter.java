package dev.atelier.storage;

import dev.atelier.image.ContentHash;
import java.io.FileOutputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Appends contents to the current segment for many threads at once: whoever gets the turn writes
 * what all of them brought meanwhile and forces it to disk once.
 *
 * <p>A segment that a write or a force has failed on is never written again, since nobody knows
 * what of it is on disk: those who waited are told, and the next content begins a new segment. So
 * does the first one after a start, and what a crash left torn stays the end of its segment.
 */
final class SegmentWriter {
  /** Most bytes that are written before a force. */
  private static final long BATCH_BYTES_MAX = 2L << 20;

  private final SegmentFiles files;
  private final Disk disk;
  private final InstantSource clock;
  private final long segmentMax;
  private final Queue<Append> waiting = new ConcurrentLinkedQueue<>();
  private final ReentrantLock turn = new ReentrantLock();
  private @Nullable Current current;
  private volatile Forced forced = new Forced(0, 0);

  SegmentWriter(SegmentFiles files, Disk disk, InstantSource clock, long segmentMax) {
    this.files = files;
    this.disk = disk;
    this.clock = clock;
    this.segmentMax = segmentMax;
  }

  /** The segment that is written, and how far it is on disk; of number 0 if there is none. */
  record Forced(long segment, long end) {}

  /** Returns when the content is on disk, and says where. */
  SegmentSlice append(ContentHash hash, byte[] content, int length) throws IOException {
    var append = new Append(SegmentRecord.encode(hash, clock.instant(), content, length));
    waiting.add(append);
    return written(List.of(append)).getFirst();
  }

  /** The same of many; some may be on disk where it fails. */
  List<SegmentSlice> append(List<Content> contents) throws IOException {
    var appends =
        contents.stream()
            .map(one ->
                new Append(
                    SegmentRecord.encode(
                        one.hash(), clock.instant(), one.bytes(), one.bytes().length)))
            .toList();
    waiting.addAll(appends);
    return written(appends);
  }

  /** A whole content. */
  record Content(ContentHash hash, byte[] bytes) {}

  private List<SegmentSlice> written(List<Append> appends) throws IOException {
    turn.lock();
    try {
      while (appends.stream().anyMatch(Append::open)) {
        writeBatch(); // only who has the turn takes from the queue, so they are still in there
      }
    } finally {
      turn.unlock();
    }
    var slices = new ArrayList<SegmentSlice>();
    for (var append : appends) {
      slices.add(append.slice());
    }
    return slices;
  }

  /** How many contents wait for others to be written. */
  int waiting() {
    return waiting.size();
  }

  /** The segment that is written; what lies behind its end is nobody's yet. */
  Forced forced() {
    return forced;
  }

  private void writeBatch() {
    List<Append> batch = take();
    var cause = new IOException("the segment was not written");
    boolean written = false;
    try {
      write(batch, segmentFor(batch.stream().mapToLong(append -> append.record.length).sum()));
      written = true;
    } catch (IOException failure) {
      cause = failure;
    } finally {
      if (!written) {
        discard();
        for (var append : batch) {
          append.fail(cause);
        }
      }
    }
  }

  private List<Append> take() {
    var batch = new ArrayList<Append>();
    long bytes = 0;
    while (bytes < BATCH_BYTES_MAX) {
      var next = waiting.poll();
      if (next == null) {
        break;
      }
      batch.add(next);
      bytes += next.record.length;
    }
    return batch;
  }

  private void write(List<Append> batch, Current segment) throws IOException {
    long position = segment.end;
    for (var append : batch) {
      disk.write(segment.out, append.record, 0, append.record.length);
      append.position = position;
      position += append.record.length;
    }
    disk.force(segment.out);
    segment.end = position;
    forced = new Forced(segment.number, position);
    batch.forEach(append -> append.done(segment.number));
  }

  private Current segmentFor(long bytes) throws IOException {
    var known = current;
    if (known != null
        && known.end > SegmentRecord.FILE_HEADER_BYTES
        && known.end + bytes > segmentMax) {
      known.close();
      known = null;
    }
    if (known == null) {
      var created = files.create();
      known = new Current(created.number(), created.out());
      current = known;
      forced = new Forced(known.number, known.end); // before anybody can see the segment
      files.add(known.number);
    }
    return known;
  }

  /** Nothing more is written to the segment; it goes if nothing in it was ever acknowledged. */
  private void discard() {
    var known = current;
    current = null;
    if (known != null) {
      known.close();
      if (known.end == SegmentRecord.FILE_HEADER_BYTES) {
        files.discard(known.number);
      }
    }
  }

  /** One content on its way; its state belongs to who has the turn until it is done. */
  private static final class Append {
    private final byte[] record;
    private long position;
    private @Nullable SegmentSlice slice;
    private @Nullable IOException failure;

    Append(byte[] record) {
      this.record = record;
    }

    boolean open() {
      return slice == null && failure == null;
    }

    void done(long segment) {
      slice = new SegmentSlice(segment, position);
    }

    void fail(IOException cause) {
      if (open()) {
        failure = cause;
      }
    }

    SegmentSlice slice() throws IOException {
      var written = slice;
      if (written == null) {
        throw new IOException(failure == null ? "" : failure.getMessage(), failure);
      }
      return written;
    }
  }

  private static final class Current {
    private final long number;
    private final FileOutputStream out;
    private long end = SegmentRecord.FILE_HEADER_BYTES;

    Current(long number, FileOutputStream out) {
      this.number = number;
      this.out = out;
    }

    void close() {
      try {
        out.close();
      } catch (IOException _) {
        // what was acknowledged is on disk, nothing else was promised
      }
    }
  }
}
