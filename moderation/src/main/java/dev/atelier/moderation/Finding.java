package dev.atelier.moderation;

/**
 * Something that one policy found in a prompt or a picture.
 *
 * @param category in the words of OpenAI's moderation, such as {@code sexual/minors}
 * @param action {@link Action#REVIEW} or {@link Action#REFUSE}
 * @param rule the name of what found it, for the operator; never any of the text
 */
public record Finding(String category, Action action, String rule) {
  public Finding {
    if (action == Action.OFF) {
      throw new IllegalArgumentException("what is not looked for is not found");
    }
  }
}
