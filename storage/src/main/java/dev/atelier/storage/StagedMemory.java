package dev.atelier.storage;

import java.util.concurrent.atomic.AtomicLong;

/** How much may be staged in memory at a time, by all together. */
final class StagedMemory {
  private final int contentMax;
  private final long max;
  private final AtomicLong claimed = new AtomicLong();

  /**
   * @param contentMax bytes of one content
   * @param max bytes of all of them
   */
  StagedMemory(int contentMax, long max) {
    this.contentMax = contentMax;
    this.max = max;
  }

  int contentMax() {
    return contentMax;
  }

  /** Whether there is room for so many bytes more; if so they are claimed. */
  boolean claim(int bytes) {
    if (claimed.addAndGet(bytes) <= max) {
      return true;
    }
    claimed.addAndGet(-bytes);
    return false;
  }

  void release(int bytes) {
    claimed.addAndGet(-bytes);
  }

  /** Bytes that are claimed now. */
  long claimed() {
    return claimed.get();
  }
}
