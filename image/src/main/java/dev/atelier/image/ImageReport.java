package dev.atelier.image;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one delivered picture really is, and what was and was not checked about it.
 *
 * @param quality that it was made in, resolved, never {@link Quality#AUTO}
 * @param background resolved, never {@link Background#AUTO}
 * @param engine who made it, such as {@code sandbox}
 * @param account whose credential it was made with
 * @param revisedPrompt the prompt as the maker used it, where it says so
 * @param checks names of the checks that ran, such as {@code structure} or {@code decode}
 * @param repairs what was done to it to make it what was ordered, in words
 * @param differences what the upstream did otherwise than ordered, in words
 * @param notUnderstood parts of the prompt that the maker says it ignored
 * @param flagged categories for which moderation let it pass and wants it looked at
 * @param picture the hash of its pixels as the upstream encoded them, where the job has several
 */
public record ImageReport(
    ImageSize size,
    OutputFormat format,
    Quality quality,
    Background background,
    String engine,
    AccountId account,
    OptionalLong seed,
    Optional<String> revisedPrompt,
    List<String> checks,
    List<String> repairs,
    List<String> differences,
    List<String> notUnderstood,
    List<String> flagged,
    Optional<ContentHash> picture) {
  public ImageReport {
    checks = List.copyOf(checks);
    repairs = List.copyOf(repairs);
    differences = differences == null ? List.of() : List.copyOf(differences); // of older rows
    notUnderstood = List.copyOf(notUnderstood);
    flagged = flagged == null ? List.of() : List.copyOf(flagged); // likewise
  }
}
