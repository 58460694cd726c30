package dev.atelier.metering.ledger;

import java.util.Optional;

/**
 * What an attempt costs us has become known, or known better.
 *
 * @param before what was known, if anything
 */
public record UpstreamChange(Optional<UpstreamCost> before, UpstreamCost after) {}
