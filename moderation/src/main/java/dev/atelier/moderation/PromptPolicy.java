package dev.atelier.moderation;

import dev.atelier.image.Blocked;
import dev.atelier.image.ModerationLevel;
import dev.atelier.image.Prompt;
import java.util.List;
import java.util.Optional;

/** Decides whether a prompt may be drawn. Used by many threads at once. */
public interface PromptPolicy {

  /**
   * The names of the checks it makes at a level, such as {@code phrases:violence}; when empty,
   * {@link #check} is not called.
   */
  List<String> checks(ModerationLevel level);

  /** The block, at the input stage, with every category found; empty to let it pass. */
  Optional<Blocked> check(Prompt prompt, ModerationLevel level);
}
