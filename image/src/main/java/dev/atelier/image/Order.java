package dev.atelier.image;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What both kinds of request say: which model shall make how many pictures of what, and how.
 *
 * @param model its id in the catalog, whatever name the caller used
 * @param count pictures wanted, 1 or more
 * @param partials previews wanted while an image is made, 0..3
 * @param endUser the caller's own opaque id of its end user
 * @param seed where a dialect offers one; the same prompt, seed and order give the same sandbox
 *     pixels
 */
public record Order(
    String model,
    Prompt prompt,
    int count,
    Output output,
    int partials,
    ModerationLevel moderation,
    Optional<String> endUser,
    OptionalLong seed) {
  public Order {
    if (count < 1 || partials < 0 || partials > 3) {
      throw new IllegalArgumentException("count " + count + ", partials " + partials);
    }
  }

  /** One picture with every setting at its default. */
  public static Order of(String model, String prompt) {
    return new Order(
        model,
        new Prompt(prompt),
        1,
        Output.DEFAULT,
        0,
        ModerationLevel.AUTO,
        Optional.empty(),
        OptionalLong.empty());
  }

  public Order withOutput(Output other) {
    return new Order(model, prompt, count, other, partials, moderation, endUser, seed);
  }

  public Order withCount(int other) {
    return new Order(model, prompt, other, output, partials, moderation, endUser, seed);
  }

  public Order withPartials(int other) {
    return new Order(model, prompt, count, output, other, moderation, endUser, seed);
  }

  public Order withEndUser(Optional<String> other) {
    return new Order(model, prompt, count, output, partials, moderation, other, seed);
  }

  public Order withPrompt(Prompt other) {
    return new Order(model, other, count, output, partials, moderation, endUser, seed);
  }

  public Order withModel(String other) {
    return new Order(other, prompt, count, output, partials, moderation, endUser, seed);
  }
}
