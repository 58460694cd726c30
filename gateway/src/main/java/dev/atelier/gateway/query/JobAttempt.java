package dev.atelier.gateway.query;

import dev.atelier.metering.ledger.UpstreamCost;
import dev.atelier.queue.AttemptReport;
import dev.atelier.queue.AttemptRow;
import dev.atelier.queue.LoggedAttempt;
import java.util.Optional;

/**
 * One call for a job, as the request log has it.
 *
 * @param provider who was called; empty when that was not told and the account is configured no
 *     longer
 * @param cost what it cost, or may have cost; empty for what cost nothing
 */
public record JobAttempt(
    LoggedAttempt logged, Optional<String> provider, Optional<UpstreamCost> cost) {

  public AttemptRow row() {
    return logged.row();
  }

  public Optional<AttemptReport> report() {
    return logged.report();
  }

  /** In which gap its end was lost, where it was. */
  public Optional<AmbiguousWindow> window() {
    return AmbiguousWindow.of(row(), report());
  }
}
