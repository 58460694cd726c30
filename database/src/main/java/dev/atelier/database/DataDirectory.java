package dev.atelier.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A data directory held by this process alone. The operating system lets go of it when the process
 * dies, so whoever holds it knows that every earlier holder is dead.
 */
public final class DataDirectory implements AutoCloseable {
  private static final int HOLDER_BYTES_MAX = 64;

  private final Path path;
  private final FileChannel channel;

  private DataDirectory(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Takes the directory, making it if there is none.
   *
   * @throws DataDirectoryInUseException if another process, or this one, holds it
   * @throws UncheckedIOException if it cannot be made or written
   */
  public static DataDirectory lock(Path directory) {
    try {
      Files.createDirectories(directory);
      var channel =
          FileChannel.open(
              directory.resolve("lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      return held(directory, channel);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot use the data directory " + directory, failure);
    }
  }

  private static DataDirectory held(Path directory, FileChannel channel) throws IOException {
    if (!locks(channel)) {
      var holder = holder(channel);
      channel.close();
      throw new DataDirectoryInUseException(directory, holder);
    }
    channel.truncate(0);
    var pid = Long.toString(ProcessHandle.current().pid());
    channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
    return new DataDirectory(directory, channel);
  }

  private static boolean locks(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException _) {
      return false;
    }
  }

  private static @Nullable String holder(FileChannel channel) throws IOException {
    var bytes = ByteBuffer.allocate(HOLDER_BYTES_MAX);
    channel.read(bytes, 0);
    var text = StandardCharsets.US_ASCII.decode(bytes.flip()).toString().strip();
    return text.isEmpty() ? null : text;
  }

  public Path path() {
    return path;
  }

  /** Lets go of it; the lock file stays, for deleting it would race with the next holder. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot let go of " + path, failure);
    }
  }
}
