package dev.atelier.storage;

import java.util.Arrays;

/**
 * A small content that is staged in memory, or what comes next of a large one, in an array that
 * grows with it; for one thread.
 */
final class StagedBytes {
  private static final int BYTES_MIN = 4 << 10;

  private final StagedMemory memory;
  private byte[] bytes = {};
  private int length;

  StagedBytes(StagedMemory memory) {
    this.memory = memory;
  }

  /** Takes as many of these bytes as there is room for, and returns how many. */
  int append(byte[] block, int offset, int count) {
    int taken = Math.min(count, room(length + count) - length);
    System.arraycopy(block, offset, bytes, length, taken);
    length += taken;
    return taken;
  }

  /** How many bytes fit, once it has grown for so many if it may. */
  private int room(int needed) {
    if (needed > bytes.length && bytes.length < memory.contentMax()) {
      int wanted = Math.max(BYTES_MIN, Math.max(2 * bytes.length, needed));
      int size = Math.min(wanted, memory.contentMax());
      if (memory.claim(size - bytes.length)) {
        bytes = Arrays.copyOf(bytes, size);
      }
    }
    return bytes.length;
  }

  /** The content is the first {@link #length} bytes of it. */
  byte[] array() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** Forgets what was written; keeps the memory if it is as much as may be. */
  void clear() {
    if (bytes.length < memory.contentMax()) {
      release();
    }
    length = 0;
  }

  /** Gives the memory back; what was written is gone. */
  void release() {
    memory.release(bytes.length);
    bytes = new byte[0];
    length = 0;
  }
}
