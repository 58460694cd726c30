package dev.atelier.storage;

import dev.atelier.image.ContentHash;
import dev.atelier.storage.NamedContents.Named;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Reads every content that rows name to its end, and holds it against its hash. */
public final class VerifyContents {
  private final NamedContents named;
  private final ContentReader contents;

  public VerifyContents(NamedContents named, ContentSource contents) {
    this.named = named;
    this.contents = new ContentReader(contents);
  }

  /**
   * What was found.
   *
   * @param bad contents that are not there, or are others
   */
  public record Verified(long contents, long bytes, List<ContentHash> bad) {
    public Verified {
      bad = List.copyOf(bad);
    }
  }

  /**
   * @param progress is told after every some contents
   * @throws IOException if a content cannot be read now
   */
  public Verified run(Consumer<Verified> progress) throws IOException {
    var so = new Verified(0, 0, List.of());
    List<Named> page = named.after("", ContentThreads.PAGE);
    try (var threads = new ContentThreads()) {
      while (!page.isEmpty()) {
        var bad = new ArrayList<>(so.bad());
        threads.failing(page, this::good).forEach(one -> bad.add(one.hash()));
        so =
            new Verified(
                so.contents() + page.size(),
                so.bytes() + page.stream().mapToLong(Named::bytes).sum(),
                bad);
        progress.accept(so);
        page = named.after(page.getLast().hash().hex(), ContentThreads.PAGE);
      }
    }
    return so;
  }

  /** Whether a content can be read, and is what its hash says. */
  public static boolean whole(ContentSource contents, ContentHash hash) throws IOException {
    return read(new ContentReader(contents), hash).isPresent();
  }

  private boolean good(Named one) throws IOException {
    return read(contents, one.hash()).equals(OptionalLong.of(one.bytes()));
  }

  private static OptionalLong read(ContentReader contents, ContentHash hash) throws IOException {
    try {
      return OptionalLong.of(
          contents.read(
              hash, Optional.empty(), in -> in.transferTo(OutputStream.nullOutputStream())));
    } catch (NoSuchFileException | DamagedContentException _) {
      return OptionalLong.empty();
    }
  }
}
