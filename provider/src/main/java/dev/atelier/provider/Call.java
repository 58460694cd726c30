package dev.atelier.provider;

import dev.atelier.image.AttemptId;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.ImageSize;
import dev.atelier.image.JobId;
import dev.atelier.image.OutputFormat;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One call to one account.
 *
 * @param attempt names this attempt; send it as the upstream's idempotency key where it has one
 * @param account whose credential to use
 * @param request what was ordered, with size, quality and background resolved: no {@code auto} is
 *     left
 * @param indexes which of the job's pictures this call makes, 0-based
 * @param inputs the pictures of an edit, in order
 * @param mask the edit's mask
 * @param submitted when the job was accepted, for metadata
 * @param timeout how long the upstream may take for it, in whatever queue it stands before
 */
public record Call(
    AttemptId attempt,
    JobId job,
    Account account,
    ImageRequest request,
    List<Integer> indexes,
    List<Input> inputs,
    Optional<Input> mask,
    Instant submitted,
    Duration timeout) {
  public Call {
    indexes = List.copyOf(indexes);
    inputs = List.copyOf(inputs);
  }

  /** The same at another account. */
  public Call at(Account other) {
    return new Call(attempt, job, other, request, indexes, inputs, mask, submitted, timeout);
  }

  /** One picture to work from. */
  public interface Input {
    OutputFormat format();

    /** Pixels as shown, orientation applied. */
    ImageSize size();

    long bytes();

    /** The bytes exactly as the caller sent them. */
    InputStream open() throws IOException;
  }
}
