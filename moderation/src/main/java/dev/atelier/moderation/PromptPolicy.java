package dev.atelier.moderation;

import dev.atelier.image.FaultException;
import dev.atelier.image.Prompt;
import java.util.List;

/** Looks for what may not be asked for. Used by many threads at once. */
public interface PromptPolicy {

  /**
   * The names of the checks it makes, {@code policy} or {@code policy:category}, such as {@code
   * phrases:violence}; when empty, {@link #check} is not called.
   */
  List<String> checks(ModerationContext context);

  /**
   * Everything found, empty for nothing.
   *
   * @throws FaultException {@code Unavailable} where it cannot be judged now
   */
  List<Finding> check(Prompt prompt, ModerationContext context);

  /** What becomes of a prompt where {@link #check} says that it cannot be judged now. */
  default WhenAway whenAway() {
    return WhenAway.REFUSE;
  }
}
