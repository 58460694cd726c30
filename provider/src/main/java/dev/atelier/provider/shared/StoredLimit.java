package dev.atelier.provider.shared;

import dev.atelier.image.AccountId;
import java.time.Duration;
import java.time.Instant;

/**
 * What an upstream said is left of a limit of its own; all times are the database's.
 *
 * @param work the routing key of the work that counts against it
 * @param name the upstream's own name of it
 * @param left 0 or more
 * @param ofImages whether images count against it one by one
 * @param ends when there is all of it again
 * @param told when it was said
 */
public record StoredLimit(
    AccountId account,
    String work,
    String name,
    long left,
    boolean ofImages,
    Instant ends,
    Instant told) {

  /** The same with all times so much later. */
  public StoredLimit later(Duration by) {
    return new StoredLimit(account, work, name, left, ofImages, ends.plus(by), told.plus(by));
  }
}
