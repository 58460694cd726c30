package dev.atelier.queue.events;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A file that is read while it still grows: its one writer tells how many bytes there are, any
 * number of readers wait for more. Whoever opened it can read all that was written, even after the
 * file is deleted.
 */
public final class ArrivingFile {
  /** How often a reader that waits looks whether it is still wanted. */
  private static final Duration LOOK = Duration.ofMillis(200);

  private final Path path;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long bytes;
  private boolean ended;

  public ArrivingFile(Path path) {
    this.path = path;
  }

  /** So many bytes are in the file by now. */
  public void grown(long bytes) {
    lock.lock();
    try {
      this.bytes = bytes;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** No more bytes come, whether it is whole or broke off. */
  public void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Reads it from the beginning. The stream ends where the file does, or where no byte followed for
   * {@code stall}.
   *
   * @param reader asked again and again while it waits
   * @throws java.nio.file.NoSuchFileException when it broke off and is gone
   */
  public InputStream open(Duration stall, Reader reader) throws IOException {
    return new Growing(Files.newInputStream(path), stall, reader);
  }

  /** Who reads. */
  @FunctionalInterface
  public interface Reader {
    /**
     * @throws IOException where it does not want any more
     */
    void requireWanted() throws IOException;
  }

  /** Whether there is more than {@code read} bytes; waits for it. */
  private boolean more(long read, Duration stall, Reader reader) throws IOException {
    long left = stall.toNanos();
    while (left > 0) {
      reader.requireWanted();
      lock.lock();
      try {
        if (bytes > read || ended) {
          return bytes > read;
        }
        long look = Math.min(left, LOOK.toNanos());
        left -= look - changed.awaitNanos(look);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      } finally {
        lock.unlock();
      }
    }
    return false;
  }

  private final class Growing extends InputStream {
    private final InputStream in;
    private final Duration stall;
    private final Reader reader;
    private long read;

    Growing(InputStream in, Duration stall, Reader reader) {
      this.in = in;
      this.stall = stall;
      this.reader = reader;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (!more(read, stall, reader)) {
        return -1;
      }
      int count = in.read(target, offset, length);
      read += Math.max(0, count);
      return count;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
