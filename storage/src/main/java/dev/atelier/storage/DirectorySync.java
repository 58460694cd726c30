package dev.atelier.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Forces directories to disk for many threads at once: those who ask while a directory is being
 * forced share the next round.
 *
 * <p>Each draws a ticket and queues at the directory's lock. Whoever gets in serves every ticket
 * drawn so far; the others find theirs served.
 */
final class DirectorySync {
  private final Disk disk;
  private final ConcurrentHashMap<Path, Desk> desks = new ConcurrentHashMap<>();

  DirectorySync(Disk disk) {
    this.disk = disk;
  }

  /** Returns when every entry that is in the directory now is on disk. */
  void force(Path directory) throws IOException {
    var desk = desks.compute(directory, (_, known) -> (known == null ? new Desk() : known).enter());
    try {
      desk.force(directory);
    } finally {
      desks.computeIfPresent(directory, (_, known) -> known.leave() ? null : known);
    }
  }

  /** How many threads want the directory forced, the one that does it included. */
  int visitors(Path directory) {
    var seen = new AtomicInteger();
    desks.computeIfPresent(
        directory,
        (_, desk) -> {
          seen.set(desk.visitors);
          return desk;
        });
    return seen.get();
  }

  /** The waiting line of one directory; its visitors are counted under the map's lock. */
  private final class Desk {
    private final AtomicLong drawn = new AtomicLong();
    private final ReentrantLock turn = new ReentrantLock();
    private long served;
    private int visitors;

    Desk enter() {
      visitors++;
      return this;
    }

    boolean leave() {
      visitors--;
      return visitors == 0;
    }

    void force(Path directory) throws IOException {
      long ticket = drawn.incrementAndGet();
      turn.lock();
      try {
        if (served < ticket) {
          long serves = drawn.get();
          disk.forceDirectory(directory);
          served = serves;
        }
      } finally {
        turn.unlock();
      }
    }
  }
}
