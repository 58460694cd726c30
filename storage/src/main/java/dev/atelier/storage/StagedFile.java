package dev.atelier.storage;

import dev.atelier.image.ContentHash;
import dev.atelier.image.FaultException;
import dev.atelier.image.Sha256;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A content being written, hashed and counted on the way. {@link #seal} keeps it; closing it
 * unsealed throws it away. As long as it is small it stays in memory, and there is a file only if
 * somebody asks for its {@link #path}. What is larger is a file from then on, written in blocks as
 * large as a small content may be. For one thread at a time.
 *
 * <p>Every method throws {@link FaultException} with {@code Unavailable} if the disk is full or
 * does not work.
 */
public final class StagedFile extends OutputStream {
  private static final Logger LOG = LoggerFactory.getLogger(StagedFile.class);

  private final Path path;
  private final Disk disk;
  private final ContentStore contents;
  private final StagedBytes memory;
  private final WriteTurns.Turn turn;
  private final @Nullable MessageDigest digest;
  private boolean small;
  private @Nullable FileOutputStream out;
  private long bytes;

  /** Where in the content the memory begins. */
  private long gatheredFrom;

  private long inFile;
  private boolean torn;
  private boolean over;
  private @Nullable ContentHash hash;
  private boolean forced;
  private @Nullable StoredBlob sealed;

  /**
   * @param toBeSealed otherwise it has no hash and can be handed over only
   */
  StagedFile(
      Path path,
      Disk disk,
      ContentStore contents,
      StagedMemory memory,
      WriteTurns turns,
      boolean toBeSealed) {
    this.digest = toBeSealed ? Sha256.digest() : null;
    this.turn = turns.turn();
    this.path = path;
    this.disk = disk;
    this.contents = contents;
    this.memory = new StagedBytes(memory);
    this.small = memory.contentMax() > 0;
  }

  @Override
  public void write(int value) {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] block) {
    write(block, 0, block.length);
  }

  @Override
  public void write(byte[] block, int offset, int length) {
    refuseWhenOver();
    try {
      gather(block, offset, length);
    } catch (IOException failure) {
      throw DiskFaults.of(failure);
    }
    if (digest != null) {
      digest.update(block, offset, length);
    }
    bytes += length;
  }

  private void gather(byte[] block, int offset, int length) throws IOException {
    int left = length;
    while (left > 0) {
      int at = offset + length - left;
      int taken = memory.append(block, at, left);
      left -= taken;
      if (taken == 0) {
        turn.take();
        small = false;
        boolean none = memory.length() == 0;
        spill();
        if (none) {
          append(block, at, left);
          gatheredFrom = inFile;
          return;
        }
      }
    }
  }

  private void spill() throws IOException {
    flushToFile();
    memory.clear();
    gatheredFrom = inFile;
  }

  /** What was gathered is in the file too; after a try that failed, what is not there yet. */
  private void flushToFile() throws IOException {
    if (torn) {
      inFile = Files.size(path);
      torn = false;
    }
    int there = Math.toIntExact(inFile - gatheredFrom);
    if (there < memory.length()) {
      append(memory.array(), there, memory.length() - there);
    }
  }

  private void append(byte[] block, int offset, int length) throws IOException {
    var open = opened();
    torn = true;
    disk.write(open, block, offset, length);
    torn = false;
    inFile += length;
  }

  private FileOutputStream opened() throws IOException {
    var open = out;
    if (open == null) {
      open = disk.create(path);
      out = open;
    }
    return open;
  }

  /**
   * An unsealed file with what has been written so far, for reading. What will be written follows
   * in blocks: see {@link #inFile}.
   */
  public Path path() {
    refuseWhenOver();
    try {
      flushToFile();
      opened();
      return path;
    } catch (IOException failure) {
      throw DiskFaults.of(failure);
    }
  }

  /** How many of the bytes written whoever reads the file finds there by now. */
  public long inFile() {
    return inFile;
  }

  /** How many bytes have been written. */
  public long bytes() {
    return bytes;
  }

  /**
   * Keeps the bytes under their hash; returns when they outlive a crash. Where that fails the bytes
   * stay staged, and it may be tried again.
   */
  public StoredBlob seal() {
    var known = sealed;
    if (known != null) {
      return known;
    }
    refuseWhenOver();
    var hash = hash();
    try {
      known = small ? keepMemory(hash) : keepFile(hash);
    } catch (IOException failure) {
      throw DiskFaults.of(failure);
    }
    sealed = known;
    return known;
  }

  private StoredBlob keepMemory(ContentHash hash) throws IOException {
    var kept = contents.keep(hash, memory.array(), memory.length());
    close();
    return kept;
  }

  private StoredBlob keepFile(ContentHash hash) throws IOException {
    if (!forced) {
      flushToFile();
      var open = opened();
      disk.force(open);
      open.close();
      forced = true;
    }
    var kept = contents.keep(hash, path, bytes);
    over = true;
    turn.end();
    memory.release();
    return kept;
  }

  private ContentHash hash() {
    var known = hash;
    if (known == null) {
      if (digest == null) {
        throw new IllegalStateException("this staged file is not to be sealed");
      }
      known = ContentDigest.hash(digest);
      hash = known;
    }
    return known;
  }

  /** Hands the unsealed file over to the caller, who has to delete it; ends the writing. */
  public Path handOver() {
    refuseWhenOver();
    try {
      flushToFile();
      opened().close();
    } catch (IOException failure) {
      close();
      throw DiskFaults.of(failure);
    }
    over = true;
    turn.end();
    memory.release();
    return path;
  }

  /** Throws away what is neither sealed nor handed over. */
  @Override
  public void close() {
    if (!over) {
      over = true;
      turn.end();
      memory.release();
      var open = out;
      if (open != null) {
        delete(open);
      }
    }
  }

  private void delete(FileOutputStream open) {
    try (open) {
      Files.deleteIfExists(path);
    } catch (IOException failure) {
      LOG.warn("a staged file is left until the next start: {}", failure.getMessage());
    }
  }

  private void refuseWhenOver() {
    if (over) {
      throw new IllegalStateException("the staged file is sealed or closed");
    }
  }
}
