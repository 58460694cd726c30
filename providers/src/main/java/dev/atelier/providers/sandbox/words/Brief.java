package dev.atelier.providers.sandbox.words;

import java.util.List;
import java.util.Optional;

/**
 * A prompt, understood as far as the sandbox can.
 *
 * @param layout the printed matter asked for
 * @param quotes text to set exactly, in order
 * @param text the prompt without reserved tokens, white space made single, possibly empty
 * @param phrase a short caption: the unquoted words
 * @param colours named without a subject, for layouts
 * @param removal whether something shall be taken out of an existing picture
 * @param notUnderstood parts that no rule used, in order
 */
public record Brief(
    Optional<LayoutKind> layout,
    List<String> quotes,
    String text,
    String phrase,
    SceneBrief scene,
    List<Tint> colours,
    boolean removal,
    List<String> notUnderstood) {
  public Brief {
    quotes = List.copyOf(quotes);
    colours = List.copyOf(colours);
    notUnderstood = List.copyOf(notUnderstood);
  }
}
