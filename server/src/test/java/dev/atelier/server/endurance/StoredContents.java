package dev.atelier.server.endurance;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Every content in a data directory under the hash that it is stored by: files, and the records of
 * segments as {@code docs/storage.md} describes them.
 */
record StoredContents(List<Content> all) {
  private static final int WRITTEN = 0x41526563;
  private static final int ERASED = 0x41457273;
  private static final int FILE_HEADER_BYTES = 16;

  /** One content, whole or not. */
  record Content(String hash, byte[] bytes) {}

  static StoredContents in(Path data) throws IOException {
    var all = new ArrayList<Content>();
    for (Path file : files(data.resolve("artifacts"))) {
      all.add(new Content(String.valueOf(file.getFileName()), Files.readAllBytes(file)));
    }
    for (Path segment : files(data.resolve("segments"))) {
      read(segment, all);
    }
    return new StoredContents(all);
  }

  /**
   * Up to where a kill left it torn. Zeros are an erasure that a kill cut off: nobody stores a
   * picture of zeros, and whoever names the record misses it.
   */
  private static void read(Path segment, List<Content> all) throws IOException {
    try (var in = new DataInputStream(Files.newInputStream(segment))) {
      in.skipNBytes(FILE_HEADER_BYTES);
      for (int mark = in.readInt(); mark == WRITTEN || mark == ERASED; mark = in.readInt()) {
        int length = in.readInt();
        in.skipNBytes(Long.BYTES);
        byte[] hash = in.readNBytes(32);
        in.skipNBytes(Integer.BYTES);
        byte[] content = in.readNBytes(length);
        if (mark == WRITTEN && content.length == length && !zeros(content)) {
          all.add(new Content(HexFormat.of().formatHex(hash), content));
        }
      }
    } catch (EOFException _) {
      // the end, torn or not
    }
  }

  private static boolean zeros(byte[] content) {
    return Arrays.equals(content, new byte[content.length]);
  }

  private static List<Path> files(Path root) throws IOException {
    if (!Files.exists(root)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
