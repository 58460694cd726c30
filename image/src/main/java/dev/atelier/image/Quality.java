package dev.atelier.image;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How much effort a picture is worth, in a word that the model's data defines; {@link #AUTO} leaves
 * it to the model and is never an answer.
 *
 * @param word lower-case, as the wire formats write it
 */
public record Quality(String word) {
  private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9-]{0,31}");

  public static final Quality AUTO = new Quality("auto");
  public static final Quality LOW = new Quality("low");
  public static final Quality MEDIUM = new Quality("medium");
  public static final Quality HIGH = new Quality("high");

  public Quality {
    if (!WORD.matcher(word).matches()) {
      throw new IllegalArgumentException("not a word for a quality: \"" + word + "\"");
    }
  }

  /** What a text names: empty for {@code auto}, and where it is no word for a quality. */
  public static Optional<Quality> made(String text) {
    return WORD.matcher(text).matches() && !text.equals(AUTO.word)
        ? Optional.of(new Quality(text))
        : Optional.empty();
  }

  /** The quality of this {@link #name()}. */
  public static Quality named(String name) {
    return new Quality(name.toLowerCase(Locale.ROOT));
  }

  /** The word in capitals, as it is stored. */
  public String name() {
    return word.toUpperCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return word;
  }
}
