package dev.atelier.server.wiring;

import com.github.f4b6a3.uuid.UuidCreator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the processes of one data directory are called in leases. Whoever holds the directory knows
 * that every earlier process of that name is dead, and nothing of those elsewhere.
 */
public final class NodeName {
  private static final String FILE = "node-id";

  private NodeName() {}

  /** What their names begin with; made once. The caller holds the directory. */
  public static String place(Path data) {
    Path file = data.resolve(FILE);
    try {
      if (Files.notExists(file)) {
        Path written = data.resolve(FILE + ".new");
        Files.writeString(written, UuidCreator.getTimeOrderedEpoch().toString());
        Files.move(written, file);
      }
      return "node-" + Files.readString(file).strip() + "/";
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot name this node in " + file, failure);
    }
  }
}
