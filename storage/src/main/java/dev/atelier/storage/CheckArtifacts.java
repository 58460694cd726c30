package dev.atelier.storage;

import dev.atelier.database.Database;
import dev.atelier.image.ContentHash;
import dev.atelier.storage.SegmentRows.Live;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether every content that a row names is in a data directory that is not in use. */
public final class CheckArtifacts {
  private static final int ROWS_MAX = 1_000;

  private final Database database;
  private final CopiedRows named = new CopiedRows();
  private final StorageLayout layout;
  private final SegmentFiles segments;

  public CheckArtifacts(Path dataDirectory, Database database) {
    var sync = new DirectorySync(Disk.REAL);
    this.database = database;
    this.layout = new StorageLayout(dataDirectory, sync);
    this.segments = new SegmentFiles(dataDirectory, Disk.REAL, sync);
  }

  /** Contents that are not there: files without their length, records that are not whole. */
  public List<ContentHash> missing() throws IOException {
    var missing = new ArrayList<ContentHash>();
    missingFiles(missing);
    missingRecords(missing);
    return missing;
  }

  private void missingFiles(List<ContentHash> missing) throws IOException {
    List<ContentHash> hashes = database.read(tx -> named.files(tx, Optional.empty(), ROWS_MAX));
    while (!hashes.isEmpty()) {
      for (ContentHash hash : hashes) {
        Path file = layout.of(hash);
        Optional<Long> bytes = database.read(tx -> named.fileBytes(tx, hash));
        if (!Files.exists(file) || !bytes.equals(Optional.of(Files.size(file)))) {
          missing.add(hash);
        }
      }
      ContentHash last = hashes.getLast();
      hashes = database.read(tx -> named.files(tx, Optional.of(last), ROWS_MAX));
    }
  }

  private void missingRecords(List<ContentHash> missing) throws IOException {
    var from = SegmentSlice.FIRST;
    while (true) {
      SegmentSlice begin = from;
      List<Live> batch = database.read(tx -> named.slices(tx, begin, Long.MAX_VALUE, ROWS_MAX));
      if (batch.isEmpty()) {
        return;
      }
      for (Live one : batch) {
        if (segments.read(one.slice(), one.hash()).isEmpty()) {
          missing.add(one.hash());
        }
      }
      SegmentSlice end = batch.getLast().slice();
      from = new SegmentSlice(end.segment(), end.position() + 1);
    }
  }
}
