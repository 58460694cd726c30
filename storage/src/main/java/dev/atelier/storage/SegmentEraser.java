package dev.atelier.storage;

import dev.atelier.image.ContentHash;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Overwrites records with zeros. The contents are zeros on disk before a head says so: a head that
 * says it is believed on every later round.
 */
final class SegmentEraser {
  private final SegmentFiles files;
  private final Disk disk;

  SegmentEraser(SegmentFiles files, Disk disk) {
    this.files = files;
    this.disk = disk;
  }

  /** A record and what it is expected to hold. */
  record Doomed(SegmentSlice slice, ContentHash hash) {}

  /** Erases those that hold what is expected; for one thread that also deletes segments. */
  void erase(List<Doomed> records) throws IOException {
    var bySegment = new TreeMap<Long, List<Doomed>>();
    records.forEach(record ->
        bySegment.computeIfAbsent(record.slice().segment(), _ -> new ArrayList<>()).add(record));
    for (var segment : bySegment.entrySet()) {
      erase(segment.getKey(), segment.getValue());
    }
  }

  private void erase(long segment, List<Doomed> records) throws IOException {
    var path = files.of(segment);
    if (!Files.exists(path)) {
      return;
    }
    try (var file = new RandomAccessFile(path.toFile(), "rw")) {
      var heads = new TreeMap<Long, SegmentRecord>();
      for (var doomed : records) {
        long position = doomed.slice().position();
        var head = files.head(file, position);
        if (head.isPresent() && head.get().holds(doomed.hash())) {
          disk.overwrite(file, position + SegmentRecord.HEAD_BYTES, new byte[head.get().length()]);
          heads.put(position, head.get());
        }
      }
      if (heads.isEmpty()) {
        return;
      }
      disk.force(file);
      for (var head : heads.entrySet()) {
        disk.overwrite(file, head.getKey(), head.getValue().erasedHead());
      }
    }
  }
}
