package dev.atelier.server.backup;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code SHA256SUMS} of a backup, as {@code sha256sum --check} reads it: a line for each file, its
 * SHA-256, two blanks and its path with slashes.
 */
final class ChecksumList {
  static final String NAME = "SHA256SUMS";

  /** Files of contents are named by their hash, and were checked when they were copied. */
  private static final Pattern CONTENT = Pattern.compile("artifacts/[0-9a-f]{2}/([0-9a-f]{64})");

  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) {2}(.+)");

  private ChecksumList() {}

  /** What was listed. */
  record Listed(long files, long bytes, String sha256) {}

  /** One line. */
  record Entry(String sha256, String path) {
    /**
     * @throws BackupRefusedException if it is no such line, or its path leads out of the backup
     */
    static Entry parse(String line) {
      Matcher read = LINE.matcher(line);
      if (!read.matches() || !inside(read.group(2))) {
        throw new BackupRefusedException(NAME + " has a line that is none: " + line);
      }
      return new Entry(read.group(1), read.group(2));
    }

    private static boolean inside(String path) {
      return Arrays.stream(path.split("[/\\\\]", -1))
          .noneMatch(step -> step.isEmpty() || step.equals(".") || step.equals(".."));
    }

    String toLine() {
      return sha256 + "  " + path + "\n";
    }
  }

  /** Lists every file below {@code root}, and returns when the list is on disk. */
  static Listed write(Path root) throws IOException {
    Path list = root.resolve(NAME);
    var count = new long[2];
    try (BufferedWriter out = Files.newBufferedWriter(list)) {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              if (!file.equals(list)) {
                String path = root.relativize(file).toString().replace('\\', '/');
                out.write(Entry.parse(sum(file, path) + "  " + path).toLine());
                count[0]++;
                count[1] += attributes.size();
              }
              return FileVisitResult.CONTINUE;
            }
          });
    }
    DurableFiles.ownerOnly(list, "rw-------");
    DurableFiles.force(list);
    return new Listed(count[0], count[1], sum(list, NAME));
  }

  private static String sum(Path file, String path) throws IOException {
    Matcher content = CONTENT.matcher(path);
    return content.matches() ? content.group(1) : sum(file);
  }

  /** The SHA-256 of a file. */
  static String sum(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return DurableFiles.read(in, OutputStream.nullOutputStream()).sha256();
    }
  }
}
