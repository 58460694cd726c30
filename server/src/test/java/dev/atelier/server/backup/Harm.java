package dev.atelier.server.backup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** What can be wrong with a backup. */
enum Harm {
  NO_MANIFEST,
  NO_LIST,
  CHANGED_LIST,
  FILE_GONE,
  FILE_SHORT,
  BYTE_CHANGED,
  DATABASE_SHORT,
  LEADS_OUT;

  /** Does it to a whole one. */
  void doTo(Path backup) throws IOException {
    Path list = backup.resolve("SHA256SUMS");
    switch (this) {
      case NO_MANIFEST -> Files.delete(backup.resolve("manifest.json"));
      case NO_LIST -> Files.delete(list);
      case CHANGED_LIST -> {
        List<String> lines = Files.readAllLines(list);
        Files.write(list, lines.subList(1, lines.size()));
      }
      case FILE_GONE -> Files.delete(some(backup.resolve("artifacts")));
      case FILE_SHORT -> {
        Path file = some(backup.resolve("artifacts"));
        cut(file, Files.size(file) - 1);
      }
      case BYTE_CHANGED -> {
        Path segment = some(backup.resolve("segments"));
        byte[] bytes = Files.readAllBytes(segment);
        bytes[bytes.length / 2] ^= 1;
        Files.write(segment, bytes);
      }
      case DATABASE_SHORT -> {
        Path database = backup.resolve("atelier.db");
        cut(database, Files.size(database) / 2);
      }
      case LEADS_OUT -> {
        Path outside = Files.writeString(backup.resolveSibling("outside.txt"), "x");
        Files.writeString(
            list, ChecksumList.sum(outside) + "  ../outside.txt\n", StandardOpenOption.APPEND);
        Path manifest = backup.resolve("manifest.json");
        String text = Files.readString(manifest);
        Files.writeString(
            manifest,
            text.replaceAll(
                "\"sums\" : \"[0-9a-f]+\"", "\"sums\" : \"" + ChecksumList.sum(list) + "\""));
      }
    }
  }

  private static Path some(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
  }

  static void cut(Path file, long bytes) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(bytes);
    }
  }
}
