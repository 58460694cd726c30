package dev.atelier.queue;

import dev.atelier.image.ImageReport;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.ImageSize;
import dev.atelier.image.KeyId;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which images are looked for. A prompt has every word of the text somewhere, in any case; nothing
 * in it stands for something else, and a prompt that was erased has no words.
 *
 * @param words as {@link #folded}
 * @param from ordered then or later
 * @param until ordered before
 * @param model its id in the catalog
 * @param size that was delivered
 * @param key with which it was ordered
 */
public record ImageFilter(
    List<String> words,
    Optional<Instant> from,
    Optional<Instant> until,
    Optional<String> model,
    Optional<ImageSize> size,
    Optional<KeyId> key,
    Optional<JobState> state) {
  /** Everything. */
  public static final ImageFilter NONE =
      new ImageFilter(
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  public ImageFilter {
    words = List.copyOf(words);
  }

  /** The words of a text, to look for. */
  public static List<String> words(String text) {
    return Arrays.stream(folded(text).split("\\s+")).filter(word -> !word.isEmpty()).toList();
  }

  /** A text without regard to case, each character for itself. */
  static String folded(String text) {
    var folded = new StringBuilder(text.length());
    text.codePoints()
        .map(one -> Character.toLowerCase(Character.toUpperCase(one)))
        .forEach(folded::appendCodePoint);
    return folded.toString();
  }

  /** Whether a request's row may fit; a quick look that lets more pass than {@link #matches}. */
  boolean mayMatch(String json) {
    if (words.isEmpty()) {
      return true;
    }
    String text = folded(json);
    return words.stream().allMatch(word -> escaped(word) || text.contains(word));
  }

  /** Whether JSON writes it otherwise. */
  private static boolean escaped(String word) {
    return word.chars().anyMatch(one -> one < ' ' || one == '"' || one == '\\');
  }

  boolean matches(Instant created, String keyId, ImageRequest request) {
    return from.filter(created::isBefore).isEmpty()
        && until.filter(end -> !created.isBefore(end)).isEmpty()
        && key.filter(one -> !one.value().equals(keyId)).isEmpty()
        && model.filter(one -> !one.equals(request.order().model())).isEmpty()
        && said(request);
  }

  private boolean said(ImageRequest request) {
    if (words.isEmpty()) {
      return true;
    }
    return request
        .order()
        .prompt()
        .shown()
        .map(ImageFilter::folded)
        .filter(text -> words.stream().allMatch(text::contains))
        .isPresent();
  }

  /** Whether an image of a job that fits does. */
  public boolean matches(JobImage image) {
    return size.isEmpty() || size.equals(image.report().map(ImageReport::size));
  }
}
