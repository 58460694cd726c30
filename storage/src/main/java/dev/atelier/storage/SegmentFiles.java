package dev.atelier.storage;

import dev.atelier.image.ContentHash;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segments, {@code segments/00000001.seg} and so on. A number is used once, also when its file
 * is gone: rows may still name it.
 */
final class SegmentFiles {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentFiles.class);
  private static final Pattern NAME = Pattern.compile("(\\d{8,18})\\.seg");

  private final Path directory;
  private final Disk disk;
  private final DirectorySync sync;
  private final ConcurrentSkipListSet<Long> numbers = new ConcurrentSkipListSet<>();
  private long last;

  SegmentFiles(Path dataDirectory, Disk disk, DirectorySync sync) {
    this.directory = dataDirectory.resolve("segments");
    this.disk = disk;
    this.sync = sync;
  }

  /** Makes the directory and lists it; no segment is read. */
  void prepare() throws IOException {
    Files.createDirectories(directory);
    try (var files = Files.newDirectoryStream(directory)) {
      for (var file : files) {
        Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
        if (name.matches()) {
          numbers.add(Long.parseLong(name.group(1)));
        }
      }
    }
    last = numbers.isEmpty() ? 0 : numbers.last();
  }

  /** From now on new segments have numbers above this one, too. */
  void numberAbove(long used) {
    last = Math.max(last, used);
  }

  Path of(long number) {
    return directory.resolve(String.format(Locale.ROOT, "%08d.seg", number));
  }

  /** The first segment after that one; empty after the last. */
  Optional<Long> after(long number) {
    return Optional.ofNullable(numbers.higher(number));
  }

  /**
   * A new segment with nothing but its header, its directory entry on disk; for one thread. It is
   * among the others once it was {@link #add added}.
   */
  Created create() throws IOException {
    long number = ++last;
    var file = of(number);
    var out = disk.create(file);
    try {
      byte[] header = SegmentRecord.fileHeader();
      disk.write(out, header, 0, header.length);
      sync.force(directory);
    } catch (IOException failure) {
      try (out) {
        Files.deleteIfExists(file);
      }
      throw failure;
    }
    return new Created(number, out);
  }

  record Created(long number, FileOutputStream out) {}

  void add(long number) {
    numbers.add(number);
  }

  /** Deletes a segment that no row names. */
  void delete(long number) throws IOException {
    Files.deleteIfExists(of(number));
    numbers.remove(number);
  }

  /** The same of one that nobody was ever told of; where the disk fails it waits for the patrol. */
  void discard(long number) {
    try {
      delete(number);
    } catch (IOException failure) {
      LOG.warn("a segment that could not be written is left: {}", failure.getMessage());
    }
  }

  /** The content, unless another or none lies there, or its segment is gone. */
  Optional<byte[]> read(SegmentSlice slice, ContentHash hash) throws IOException {
    try (var file = new RandomAccessFile(of(slice.segment()).toFile(), "r")) {
      byte[] head = new byte[SegmentRecord.HEAD_BYTES];
      file.seek(slice.position());
      file.readFully(head);
      if (!SegmentRecord.valid(head) || !SegmentRecord.parse(head).holds(hash)) {
        return Optional.empty();
      }
      byte[] content = new byte[SegmentRecord.parse(head).length()];
      file.readFully(content);
      return SegmentRecord.intact(head, content) ? Optional.of(content) : Optional.empty();
    } catch (FileNotFoundException | EOFException _) {
      return Optional.empty();
    }
  }

  /** The head of the record at that position, if a whole one can be there. */
  Optional<SegmentRecord> head(RandomAccessFile file, long position) throws IOException {
    long left = file.length() - position;
    if (left < SegmentRecord.HEAD_BYTES) {
      return Optional.empty();
    }
    byte[] head = new byte[SegmentRecord.HEAD_BYTES];
    file.seek(position);
    file.readFully(head);
    return SegmentRecord.valid(head)
        ? Optional.of(SegmentRecord.parse(head)).filter(record -> record.bytes() <= left)
        : Optional.empty();
  }
}
