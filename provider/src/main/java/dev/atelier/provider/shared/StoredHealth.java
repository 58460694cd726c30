package dev.atelier.provider.shared;

import dev.atelier.image.AccountId;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of an account, or of one kind of its work; all times are the database's.
 *
 * @param work the routing key of the work; empty for the whole account
 * @param failures in a row
 * @param probed whether one call at a time tries it once its cooldown is over
 * @param benched when the cooldown was begun
 * @param ends when it is over
 * @param evidence what the upstream said
 * @param probing whether a call tries it now
 * @param version grows with every change
 */
public record StoredHealth(
    AccountId account,
    String work,
    int failures,
    boolean probed,
    Optional<Instant> benched,
    Optional<Instant> ends,
    String evidence,
    boolean probing,
    long version) {}
