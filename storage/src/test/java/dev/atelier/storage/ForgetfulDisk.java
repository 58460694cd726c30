package dev.atelier.storage;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * A real disk that promises nothing beyond what was forced: after {@link #loseUnforced} a file ends
 * anywhere between its forced length and its length, and one whose directory was never forced may
 * be gone. It stops working at a random step, as a process does that is killed.
 */
final class ForgetfulDisk implements Disk {
  private final RandomGenerator random;
  private final Map<FileOutputStream, Path> paths = new HashMap<>();
  private final Map<Path, Long> forced = new HashMap<>();
  private final Set<Path> unnamed = new HashSet<>();
  private int stepsLeft;

  /**
   * @param steps how many it takes until it stops
   */
  ForgetfulDisk(RandomGenerator random, int steps) {
    this.random = random;
    this.stepsLeft = steps;
  }

  @Override
  public FileOutputStream create(Path file) throws IOException {
    step();
    var out = Disk.super.create(file);
    paths.put(out, file);
    forced.put(file, 0L);
    unnamed.add(file);
    return out;
  }

  @Override
  public void write(FileOutputStream out, byte[] bytes, int offset, int length) throws IOException {
    if (stepsLeft == 1) {
      Disk.super.write(out, bytes, offset, random.nextInt(length + 1)); // torn
    }
    step();
    Disk.super.write(out, bytes, offset, length);
  }

  @Override
  public void force(FileOutputStream out) throws IOException {
    step();
    var file = paths.get(out);
    forced.put(file, Files.size(file));
  }

  @Override
  public void overwrite(RandomAccessFile file, long position, byte[] bytes) throws IOException {
    step();
    Disk.super.overwrite(file, position, bytes);
  }

  @Override
  public void force(RandomAccessFile file) throws IOException {
    step();
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    step();
    unnamed.removeIf(file -> directory.equals(file.getParent()));
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    step();
    Disk.super.move(from, to);
    forced.put(to, forced.getOrDefault(from, 0L));
    unnamed.add(to);
  }

  private void step() throws IOException {
    if (stepsLeft <= 0 || --stepsLeft == 0) {
      throw new IOException("killed");
    }
  }

  /** The power is cut. */
  void loseUnforced() throws IOException {
    for (var file : forced.entrySet()) {
      if (!Files.exists(file.getKey())) {
        continue;
      }
      if (unnamed.contains(file.getKey()) && random.nextBoolean()) {
        Files.delete(file.getKey());
        continue;
      }
      try (var channel = FileChannel.open(file.getKey(), StandardOpenOption.WRITE)) {
        long length = channel.size();
        long safe = Math.min(file.getValue(), length);
        channel.truncate(safe + random.nextLong(length - safe + 1));
      }
    }
  }
}
