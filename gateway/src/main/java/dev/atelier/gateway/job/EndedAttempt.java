package dev.atelier.gateway.job;

import dev.atelier.image.AttemptId;
import dev.atelier.image.Usage;
import dev.atelier.provider.Account;
import dev.atelier.provider.Results.Statement;
import dev.atelier.queue.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A call that is over, in words that no caller chose.
 *
 * @param outcome such as {@code succeeded}
 * @param cause which kind of that, such as {@code connection}; empty where there is but one
 * @param begun by the wall clock
 * @param took by the monotonic one
 * @param stated what the upstream says of the call
 */
public record EndedAttempt(
    Job job,
    AttemptId id,
    Account account,
    String outcome,
    Optional<String> cause,
    Instant begun,
    Duration took,
    Statement stated) {
  private static final String MODEL = "model";
  private static final Pattern MODEL_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@/-]{0,99}");

  /** What the upstream says that it counted. */
  public Optional<Usage> usage() {
    return stated.usage();
  }

  /** The model that the upstream says it used, if that is a name and no credential. */
  public Optional<String> statedModel() {
    return Optional.ofNullable(stated.made().get(MODEL))
        .filter(name -> MODEL_NAME.matcher(name).matches())
        .filter(name -> account.credential().hide(name).equals(name));
  }

  /** The model as the upstream calls it. */
  public String upstreamModel() {
    return account.upstreamName(job.request().order().model());
  }
}
