package dev.atelier.storage;

import dev.atelier.image.ContentHash;
import dev.atelier.image.FaultException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file being written, hashed and counted on the way. {@link #seal} keeps it; closing it unsealed
 * deletes it. Unbuffered: write blocks. For one thread at a time.
 *
 * <p>Every method throws {@link FaultException} with {@code Unavailable} if the disk is full or
 * does not work.
 */
public final class StagedFile extends OutputStream {
  private static final Logger LOG = LoggerFactory.getLogger(StagedFile.class);

  private final Path path;
  private final Disk disk;
  private final BlobStore blobs;
  private final FileOutputStream out;
  private final MessageDigest digest = sha256();
  private long bytes;
  private boolean over;
  private @Nullable ContentHash hash;
  private boolean forced;
  private @Nullable StoredBlob sealed;

  StagedFile(Path path, Disk disk, BlobStore blobs) {
    this.path = path;
    this.disk = disk;
    this.blobs = blobs;
    try {
      this.out = disk.create(path);
    } catch (IOException failure) {
      throw DiskFaults.of(failure);
    }
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
      disk.write(out, block, offset, length);
    } catch (IOException failure) {
      throw DiskFaults.of(failure);
    }
    digest.update(block, offset, length);
    bytes += length;
  }

  /** The unsealed file, for reading what has been written so far. */
  public Path path() {
    refuseWhenOver();
    return path;
  }

  /** How many bytes have been written. */
  public long bytes() {
    return bytes;
  }

  /**
   * Keeps the bytes under their hash; returns when they are safely on disk. Where the disk fails
   * the bytes stay staged, and it may be tried again.
   */
  public StoredBlob seal() {
    var known = sealed;
    if (known != null) {
      return known;
    }
    refuseWhenOver();
    var hash = hash();
    try {
      if (!forced) {
        disk.force(out);
        out.close();
        forced = true;
      }
      blobs.put(path, hash);
    } catch (IOException failure) {
      throw DiskFaults.of(failure);
    }
    over = true;
    known = new StoredBlob(hash, bytes);
    sealed = known;
    return known;
  }

  private ContentHash hash() {
    var known = hash;
    if (known == null) {
      known = new ContentHash(HexFormat.of().formatHex(digest.digest()));
      hash = known;
    }
    return known;
  }

  /** Hands the unsealed file over to the caller, who has to delete it; ends the writing. */
  public Path handOver() {
    refuseWhenOver();
    over = true;
    try {
      out.close();
    } catch (IOException failure) {
      delete();
      throw DiskFaults.of(failure);
    }
    return path;
  }

  /** Deletes the file unless it was sealed or handed over. */
  @Override
  public void close() {
    if (!over) {
      over = true;
      delete();
    }
  }

  private void delete() {
    try (out) {
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

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
