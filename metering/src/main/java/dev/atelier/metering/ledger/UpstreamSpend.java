package dev.atelier.metering.ledger;

import dev.atelier.image.AccountId;

/**
 * What one account cost us over some time, in micro-dollars.
 *
 * @param attempts those that were charged, or may have been
 * @param micros what was charged for certain
 * @param ambiguousAttempts those of unknown outcome, a part of {@code attempts}
 * @param ambiguousMicros what they cost if they were charged; no part of {@code micros}
 */
public record UpstreamSpend(
    AccountId account, long attempts, long micros, long ambiguousAttempts, long ambiguousMicros) {}
