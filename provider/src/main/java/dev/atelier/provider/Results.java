package dev.atelier.provider;

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

  /** What the upstream says is left of the account's limits. Best effort. */
  default void allowance(Allowance left) {}

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
   */
  record ImageMetadata(
      Optional<Usage> usage,
      Optional<String> revisedPrompt,
      OptionalLong seed,
      List<String> notUnderstood,
      List<String> differences) {
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

    public ImageMetadata {
      notUnderstood = List.copyOf(notUnderstood);
      differences = List.copyOf(differences);
    }
  }
}
