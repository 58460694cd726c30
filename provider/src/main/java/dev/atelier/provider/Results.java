package dev.atelier.provider;

import dev.atelier.http.upstream.UpstreamExchange;
import dev.atelier.http.upstream.UpstreamObserver;
import dev.atelier.image.Quality;
import dev.atelier.image.Usage;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Where an attempt reports while it runs. Calls may come from several threads. */
public interface Results {

  /**
   * The first byte of the request is about to leave. Stored durably before this returns, so that a
   * restart knows whether the call may have been charged; a provider that costs money calls it
   * before anything is sent, and not where our own side fails before, such as an input that cannot
   * be opened. What it throws (the job was cancelled, the database is away) must be let through:
   * nothing may be sent then. A call that is sent again under the same id may say so again, to no
   * effect.
   */
  void sending();

  /**
   * The upstream's own id of this call, reported before it is asked how the call stands; stored
   * durably before this returns.
   */
  void remoteId(String id);

  /** What the upstream says is left of the account's limits. Best effort. */
  default void allowance(RemainingLimit left) {}

  /** How far the call is, 0..1. Best effort. */
  void progress(double fraction);

  /**
   * Whether the job was cancelled, which a provider asks once it is interrupted: only then does it
   * end the upstream's task as well. Whatever else interrupts a call, such as the stop of this
   * server, leaves a task running that can be resumed, for it will be charged.
   */
  default boolean cancelled() {
    return false;
  }

  /** One exchange with the upstream is over: the order itself, a question, a download. */
  default void exchanged(UpstreamExchange exchange) {}

  /** What the upstream says of the call as a whole; the latest word counts. */
  default void stated(Statement statement) {}

  /** For the exchange that orders: tells that its first byte leaves, and what it took. */
  default UpstreamObserver ordering() {
    return UpstreamObserver.of(this::sending, this::exchanged);
  }

  /** For an exchange that costs nothing. */
  default UpstreamObserver asking() {
    return UpstreamObserver.of(() -> {}, this::exchanged);
  }

  /**
   * Opens the sink for a finished picture. A picture that broke off may be begun again in a new
   * one; every sink is closed before the attempt ends, however it ends.
   *
   * @param index one of {@link Call#indexes()}
   */
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

    /** Throws away what was written, which nobody wants. */
    public final void discard() {
      try {
        close();
      } catch (IOException e) {
        // what is staged goes with the next sweep
      }
    }
  }

  /**
   * What the upstream states about a call as a whole.
   *
   * @param usd what it bills for the call, so far
   * @param usage tokens that it counted for the call
   * @param made what it says that it made, in its own words, by {@code size}, {@code quality},
   *     {@code format} and {@code model}, and what else it counted, by names of its kind
   */
  record Statement(Optional<BigDecimal> usd, Optional<Usage> usage, Map<String, String> made) {
    public static final Statement NOTHING =
        new Statement(Optional.empty(), Optional.empty(), Map.of());

    public Statement {
      made = Map.copyOf(made);
    }

    /** The same with more of what it says. */
    public Statement and(Map<String, String> more) {
      var all = new HashMap<>(made);
      all.putAll(more);
      return new Statement(usd, usage, all);
    }

    /** One of its price alone. */
    public static Statement of(BigDecimal usd) {
      return new Statement(Optional.of(usd), Optional.empty(), Map.of());
    }
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
