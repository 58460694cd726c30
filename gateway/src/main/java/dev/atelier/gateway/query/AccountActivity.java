package dev.atelier.gateway.query;

import dev.atelier.metering.ledger.UpstreamSpend;
import dev.atelier.queue.AttemptTotals;

/** What an account did lately, and what that cost us. */
public record AccountActivity(AttemptTotals totals, UpstreamSpend spend) {}
