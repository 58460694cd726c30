package dev.atelier.server.backup;

import dev.atelier.image.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Files that are on disk when they are written, hashed while they pass. */
final class DurableFiles {
  private DurableFiles() {}

  /** Bytes that were read, and their SHA-256. */
  record Read(long bytes, String sha256) {}

  /** A new file with that text, to be read by its owner alone. */
  static void write(Path file, String text) throws IOException {
    try (var in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))) {
      copy(in, file);
    }
  }

  /** Copies into a new file, to be read by its owner alone. */
  static Read copy(InputStream from, Path to) throws IOException {
    try (FileChannel channel =
            FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        OutputStream out = Channels.newOutputStream(channel)) {
      ownerOnly(to, "rw-------");
      Read read = read(from, out);
      channel.force(true);
      return read;
    }
  }

  static Read read(InputStream from, OutputStream to) throws IOException {
    var digest = Sha256.digest();
    long bytes = new DigestInputStream(from, digest).transferTo(to);
    return new Read(bytes, HexFormat.of().formatHex(digest.digest()));
  }

  /** Returns when a file that was written is on disk. */
  static void force(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /**
   * @param permissions such as {@code rwx------}, where the file system has such
   */
  static void ownerOnly(Path file, String permissions) throws IOException {
    var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view != null) {
      view.setPermissions(PosixFilePermissions.fromString(permissions));
    }
  }

  static void forceDirectory(Path directory) throws IOException {
    try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Returns when the entries of every directory below are on disk. */
  static void forceDirectories(Path root) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
              throws IOException {
            forceDirectory(directory);
            return super.postVisitDirectory(directory, failure);
          }
        });
  }

  /** Deletes all that is in a directory, which stays. */
  static void empty(Path root) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
              throws IOException {
            if (!directory.equals(root)) {
              Files.delete(directory);
            }
            return super.postVisitDirectory(directory, failure);
          }
        });
  }

  /** Whether nothing is there, or a directory with nothing in it. */
  static boolean vacant(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return true;
    }
    if (!Files.isDirectory(directory)) {
      return false;
    }
    try (var entries = Files.newDirectoryStream(directory)) {
      return !entries.iterator().hasNext();
    }
  }
}
