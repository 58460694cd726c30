package dev.atelier.storage;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A real disk that fails at one step, or is full after some bytes, and notes what it did. */
final class BrokenDisk implements Disk {
  /** Where it fails. */
  enum Step {
    NOWHERE,
    CREATE,
    WRITE,
    FORCE,
    MOVE,
    FORCE_DIRECTORY,
    OVERWRITE
  }

  private final List<String> done = Collections.synchronizedList(new ArrayList<>());
  private volatile Step failing = Step.NOWHERE;
  private volatile String message = "No space left on device";
  private volatile long freeBytes = Long.MAX_VALUE;

  void failAt(Step step) {
    failing = step;
  }

  void failWith(String text) {
    message = text;
  }

  void free(long bytes) {
    freeBytes = bytes;
  }

  List<String> done() {
    return done;
  }

  @Override
  public FileOutputStream create(Path file) throws IOException {
    reach(Step.CREATE);
    return Disk.super.create(file);
  }

  @Override
  public void write(FileOutputStream out, byte[] bytes, int offset, int length) throws IOException {
    reach(Step.WRITE);
    Disk.super.write(out, bytes, offset, length);
  }

  @Override
  public void force(FileOutputStream out) throws IOException {
    reach(Step.FORCE);
    Disk.super.force(out);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    reach(Step.FORCE_DIRECTORY);
    Disk.super.forceDirectory(directory);
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    reach(Step.MOVE);
    Disk.super.move(from, to);
  }

  @Override
  public void overwrite(RandomAccessFile file, long position, byte[] bytes) throws IOException {
    reach(Step.OVERWRITE);
    Disk.super.overwrite(file, position, bytes);
  }

  @Override
  public long freeBytes(Path directory) {
    return freeBytes;
  }

  private void reach(Step step) throws IOException {
    if (step == failing) {
      throw new IOException(message);
    }
    done.add(step.name());
  }
}
