package dev.atelier.metering.ledger;

import dev.atelier.image.KeyId;
import dev.atelier.image.Usage;

/**
 * What one key was charged over some time.
 *
 * @param images delivered pictures, free ones included
 * @param micros micro-dollars
 */
public record KeyTotals(KeyId key, long images, long micros, Usage usage) {}
