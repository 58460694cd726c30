package dev.atelier.provider;

import dev.atelier.image.Quality;
import dev.atelier.image.Usage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Where an attempt reports while it runs. Calls may come from several threads. */
public interface Results {

  /**
   * The first byte of the request is about to leave. Stored durably before this returns, so that a
   * restart knows whether the call may have been charged; a provider that costs money calls it
   * before anything is sent. What it throws (the job was cancelled, the database is away) must be
   * let through: nothing may be sent then.
   */
  void sending();

  /** The upstream's own id of this call; stored durably before this returns. */
  void remoteId(String id);

  /** How far the call is, 0..1. Best effort. */
  void progress(double fraction);

  /** Opens the sink for a finished picture. */
  Sink image(int index);

  /**
   * Opens the sink for a preview.
   *
   * @param order 0-based among the previews of that picture
   */
  Sink partial(int index, int order);

  /** So many images came beyond those that were ordered; they are thrown away. */
  default void surplus(int images) {}

  /** Takes one picture's bytes in blocks; closed without {@link #complete} it is thrown away. */
  abstract class Sink extends OutputStream {
    /** All bytes were written; says what the upstream told about them. */
    public abstract void complete(ImageMetadata told) throws IOException;
  }

  /**
   * What the upstream said about a picture.
   *
   * @param usage tokens the upstream counted, where it did
   * @param notUnderstood parts of the prompt it says it ignored
   * @param differences where it says that it made something else than was ordered, such as {@code
   *     quality low where high was ordered}
   * @param admitted what it says that the image was made with instead
   */
  record ImageMetadata(
      Optional<Usage> usage,
      Optional<String> revisedPrompt,
      OptionalLong seed,
      List<String> notUnderstood,
      List<String> differences,
      Admitted admitted) {
    public static final ImageMetadata NOTHING =
        new ImageMetadata(Optional.empty(), Optional.empty(), OptionalLong.empty(), List.of());

    /** One that is what was ordered. */
    public ImageMetadata(
        Optional<Usage> usage,
        Optional<String> revisedPrompt,
        OptionalLong seed,
        List<String> notUnderstood) {
      this(usage, revisedPrompt, seed, notUnderstood, List.of());
    }

    /** One of which the upstream admits nothing. */
    public ImageMetadata(
        Optional<Usage> usage,
        Optional<String> revisedPrompt,
        OptionalLong seed,
        List<String> notUnderstood,
        List<String> differences) {
      this(usage, revisedPrompt, seed, notUnderstood, differences, Admitted.NOTHING);
    }

    public ImageMetadata {
      notUnderstood = List.copyOf(notUnderstood);
      differences = List.copyOf(differences);
    }
  }

  /**
   * What an answer says that an image was made with, where that is not what was ordered.
   *
   * @param model by the upstream's own name
   */
  record Admitted(Optional<Quality> quality, Optional<String> model) {
    public static final Admitted NOTHING = new Admitted(Optional.empty(), Optional.empty());
  }
}
