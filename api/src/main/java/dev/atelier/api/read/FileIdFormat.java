package dev.atelier.api.read;

import dev.atelier.storage.FileId;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** How this API writes the ids of files: {@code file-} and the 128 bits in 32 hex digits. */
public final class FileIdFormat {
  private static final Pattern WRITTEN =
      Pattern.compile("file-([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})");

  private FileIdFormat() {}

  public static String of(FileId id) {
    return "file-" + id.value().toString().replace("-", "");
  }

  public static Optional<FileId> parse(String name) {
    var written = WRITTEN.matcher(name);
    return written.matches()
        ? Optional.of(new FileId(UUID.fromString(written.replaceFirst("$1-$2-$3-$4-$5"))))
        : Optional.empty();
  }
}
