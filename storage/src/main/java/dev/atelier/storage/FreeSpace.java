package dev.atelier.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Watches how much space is left; asks the disk once a second at most. */
final class FreeSpace {
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final Path directory;
  private final Disk disk;
  private final InstantSource clock;
  private final long bytesMin;
  private volatile Seen seen = new Seen(Instant.MIN, false);

  FreeSpace(Path directory, Disk disk, InstantSource clock, long bytesMin) {
    this.directory = directory;
    this.disk = disk;
    this.clock = clock;
    this.bytesMin = bytesMin;
  }

  boolean low() {
    var now = clock.instant();
    var last = seen;
    if (now.isBefore(last.until)) {
      return last.low;
    }
    var fresh = new Seen(now.plus(EVERY), look());
    seen = fresh;
    return fresh.low;
  }

  private boolean look() {
    try {
      return disk.freeBytes(directory) < bytesMin;
    } catch (IOException _) {
      return true; // a directory that cannot even be asked cannot take new work
    }
  }

  private record Seen(Instant until, boolean low) {}
}
