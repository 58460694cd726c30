package dev.atelier.storage;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** What the store asks of a file system, none of it ended by an interrupt; tests make it fail. */
interface Disk {
  /** The file system that the directory lies on. */
  Disk REAL = new Disk() {};

  default FileOutputStream create(Path file) throws IOException {
    return new FileOutputStream(file.toFile());
  }

  default void write(FileOutputStream out, byte[] bytes, int offset, int length)
      throws IOException {
    out.write(bytes, offset, length);
  }

  /** Returns when the file's content is on disk. */
  default void force(FileOutputStream out) throws IOException {
    out.getFD().sync();
  }

  /** Writes over bytes of a file that are there. */
  default void overwrite(RandomAccessFile file, long position, byte[] bytes) throws IOException {
    file.seek(position);
    file.write(bytes);
  }

  /** Returns when what was written over is on disk. */
  default void force(RandomAccessFile file) throws IOException {
    file.getFD().sync();
  }

  /** Returns when the directory's entries are on disk. */
  default void forceDirectory(Path directory) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
          channel.force(true);
          return;
        } catch (ClosedByInterruptException _) {
          interrupted = true;
          boolean _ = Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  default void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  default long freeBytes(Path directory) throws IOException {
    return Files.getFileStore(directory).getUsableSpace();
  }
}
