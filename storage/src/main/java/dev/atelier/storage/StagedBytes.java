package dev.atelier.storage;

import java.util.Arrays;

/** A small content that is staged in memory, in an array that grows with it; for one thread. */
final class StagedBytes {
  private static final int BYTES_MIN = 4 << 10;

  private final StagedMemory memory;
  private byte[] bytes = {};
  private int length;

  StagedBytes(StagedMemory memory) {
    this.memory = memory;
  }

  /** Whether there was room; if not, nothing has changed. */
  boolean append(byte[] block, int offset, int count) {
    if (count > memory.contentMax() - length || !grow(length + count)) {
      return false;
    }
    System.arraycopy(block, offset, bytes, length, count);
    length += count;
    return true;
  }

  private boolean grow(int needed) {
    if (needed <= bytes.length) {
      return true;
    }
    int wanted = Math.max(BYTES_MIN, Math.max(2 * bytes.length, needed));
    int size = Math.min(wanted, memory.contentMax());
    if (!memory.claim(size - bytes.length)) {
      return false;
    }
    bytes = Arrays.copyOf(bytes, size);
    return true;
  }

  /** The content is the first {@link #length} bytes of it. */
  byte[] array() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** Gives the memory back; what was written is gone. */
  void release() {
    memory.release(bytes.length);
    bytes = new byte[0];
    length = 0;
  }
}
