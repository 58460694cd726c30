package dev.atelier.gateway.submit;

import dev.atelier.gateway.attempt.WaitEstimate;
import dev.atelier.gateway.job.AdmissionGate;
import dev.atelier.gateway.job.Announcements;
import dev.atelier.gateway.job.Clocks;
import dev.atelier.gateway.job.JobStore;
import dev.atelier.gateway.order.QuoteJob;
import dev.atelier.gateway.order.ResolveOrder;
import dev.atelier.gateway.order.SignedQuotes;
import dev.atelier.gateway.settle.RetentionPolicy;
import dev.atelier.metering.ledger.Ledger;
import dev.atelier.metering.limit.Limits;
import dev.atelier.queue.idempotency.Idempotency;
import java.time.Duration;

/** Puts {@link QuoteOrder} and {@link SubmitJob} together. */
public final class SubmitSteps {
  private final JobStore store;
  private final Idempotency idempotency;
  private final Announcements announcements;
  private final Ledger ledger;
  private final QuoteJob quote;
  private final SignedQuotes quotes;
  private final WaitEstimate estimate;
  private final Clocks clocks;

  public SubmitSteps(
      JobStore store,
      Idempotency idempotency,
      Announcements announcements,
      Ledger ledger,
      QuoteJob quote,
      SignedQuotes quotes,
      WaitEstimate estimate,
      Clocks clocks) {
    this.store = store;
    this.idempotency = idempotency;
    this.announcements = announcements;
    this.ledger = ledger;
    this.quote = quote;
    this.quotes = quotes;
    this.estimate = estimate;
    this.clocks = clocks;
  }

  /**
   * What lets a job in.
   *
   * @param startWithin how long it may stay queued before it fails
   * @param syncWaitMax a caller that would wait longer than this is told to come back
   */
  public record Admission(
      Limits limits, RetentionPolicy retention, Duration startWithin, Duration syncWaitMax) {}

  /** The two ways in: asking what an order costs, and ordering. */
  public record WaysIn(QuoteOrder quotes, SubmitJob submit) {}

  public WaysIn build(
      ResolveOrder resolve,
      ModerateRequest moderate,
      AdmissionGate gate,
      SubmitJob.Slots slots,
      Admission admission) {
    var admit = new AdmitJob(admission.limits(), resolve);
    var price =
        new PriceJob(
            quote,
            quotes,
            admit,
            admission.retention(),
            admission.startWithin(),
            store.ids(),
            clocks);
    var accept =
        new AcceptJob(
            store,
            idempotency,
            ledger,
            announcements.outbox(),
            slots.accounts(),
            admit,
            new AcceptJob.Waiting(estimate, admission.syncWaitMax(), clocks));
    return new WaysIn(
        new QuoteOrder(resolve, new RouteJob(slots.accounts()), quote, quotes, admit, clocks),
        new SubmitJob(resolve, moderate, gate, price, accept, slots, announcements.observer()));
  }
}
