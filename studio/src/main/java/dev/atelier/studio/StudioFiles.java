package dev.atelier.studio;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The files of the page on the class path, each read when it is first asked for. */
final class StudioFiles {
  /** Of one that the build makes: no way leads out of its directory. */
  private static final Pattern NAME = Pattern.compile("(assets/)?[A-Za-z0-9_-]+(\\.[A-Za-z0-9]+)+");

  private static final String PACKED = ".gz";

  private final String directory;
  private final Map<String, StudioFile> read = new ConcurrentHashMap<>();

  /**
   * @param directory beside this class
   */
  StudioFiles(String directory) {
    this.directory = directory;
  }

  /** None where there is none of this name, or where the page was not built. */
  Optional<StudioFile> find(String name) {
    if (!NAME.matcher(name).matches() || name.endsWith(PACKED)) {
      return Optional.empty();
    }
    return Optional.ofNullable(read.get(name)).or(() -> load(name));
  }

  private Optional<StudioFile> load(String name) {
    Optional<StudioFile> file =
        bytes(name).map(content -> new StudioFile(name, content, bytes(name + PACKED)));
    file.ifPresent(one -> read.put(name, one));
    return file;
  }

  private Optional<byte[]> bytes(String name) {
    try (InputStream in = StudioFiles.class.getResourceAsStream(directory + "/" + name)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
