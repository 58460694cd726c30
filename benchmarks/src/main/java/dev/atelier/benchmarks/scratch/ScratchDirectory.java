package dev.atelier.benchmarks.scratch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/**
 * A directory of a benchmark's own, gone when closed; below {@code benchmarks.directory} or else
 * {@code target}, which should be on a real disk: a temporary directory is often in memory, where
 * forcing to disk costs nothing.
 */
public final class ScratchDirectory implements AutoCloseable {
  private final Path path;

  private ScratchDirectory(Path path) {
    this.path = path;
  }

  public static ScratchDirectory create(String name) throws IOException {
    return in(Path.of(System.getProperty("benchmarks.directory", "target")), name);
  }

  public static ScratchDirectory in(Path parent, String name) throws IOException {
    Files.createDirectories(parent);
    return new ScratchDirectory(Files.createTempDirectory(parent.toAbsolutePath(), name));
  }

  public Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    delete(path);
  }

  /** Deletes a directory of this one. */
  public void delete(String name) throws IOException {
    delete(path.resolve(name));
  }

  private static void delete(Path tree) throws IOException {
    try (var files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
