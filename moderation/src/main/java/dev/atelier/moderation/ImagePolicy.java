package dev.atelier.moderation;

import dev.atelier.image.FaultException;
import java.io.IOException;
import java.util.List;

/** Looks for what may not be shown. Used by many threads at once. */
public interface ImagePolicy {

  /** As {@link PromptPolicy#checks}; when empty, {@link #check} is not called. */
  List<String> checks(ModerationContext context);

  /**
   * Everything found, empty for nothing. Bytes are streamed; what is decoded, is decoded under the
   * pixel budget.
   *
   * @throws FaultException {@code Unavailable} where it cannot be judged now
   * @throws IOException where our own disk does not give the picture
   */
  List<Finding> check(JudgedPicture picture, ModerationContext context) throws IOException;

  /** What becomes of a picture where {@link #check} says that it cannot be judged now. */
  default WhenAway whenAway() {
    return WhenAway.REFUSE;
  }
}
