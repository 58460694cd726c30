package dev.atelier.storage;

import dev.atelier.database.Database;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/** A real disk that is full for so many of its next writes, or for so many of its next forces. */
public final class UnreliableDisk implements Disk {
  private final AtomicInteger writes = new AtomicInteger();
  private final AtomicInteger forces = new AtomicInteger();

  /** A store on this disk whose ids {@code random} makes. */
  public ArtifactStore store(
      Path directory,
      Database database,
      InstantSource clock,
      RandomGenerator random,
      StorageOptions options) {
    return new ArtifactStore(directory, database, clock, random, options, this);
  }

  /** The next so many writes fail. */
  public void fails(int times) {
    writes.set(times);
  }

  /** The next so many files cannot be forced to disk. */
  public void failsToForce(int times) {
    forces.set(times);
  }

  @Override
  public void write(FileOutputStream out, byte[] bytes, int offset, int length) throws IOException {
    failIf(writes);
    Disk.super.write(out, bytes, offset, length);
  }

  @Override
  public void force(FileOutputStream out) throws IOException {
    failIf(forces);
    Disk.super.force(out);
  }

  private static void failIf(AtomicInteger left) throws IOException {
    if (left.getAndUpdate(times -> Math.max(0, times - 1)) > 0) {
      throw new IOException("No space left on device");
    }
  }
}
