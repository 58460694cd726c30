package dev.atelier.gateway.settle;

import dev.atelier.database.Tx;
import dev.atelier.gateway.order.QuoteJob;
import dev.atelier.image.AccountId;
import dev.atelier.image.AttemptId;
import dev.atelier.image.ImageRequest;
import dev.atelier.metering.Ledger;
import dev.atelier.queue.Job;

/** Notes what calls cost us upstream, for sure or perhaps. */
public final class RecordSpend {
  private final QuoteJob quote;
  private final Ledger ledger;

  public RecordSpend(QuoteJob quote, Ledger ledger) {
    this.quote = quote;
    this.ledger = ledger;
  }

  /** What the upstream bills for so many images of one call. */
  public void known(Tx tx, Job job, AttemptId attempt, AccountId account, int images) {
    record(tx, job, attempt, account, images, false);
  }

  /** What it may bill, where nobody knows whether the call was made. */
  public void ambiguous(Tx tx, Job job, AttemptId attempt, AccountId account, int images) {
    record(tx, job, attempt, account, images, true);
  }

  private void record(
      Tx tx, Job job, AttemptId attempt, AccountId account, int images, boolean ambiguous) {
    if (images > 0) {
      ImageRequest request = job.request();
      long micros = quote.price(request, quote.usage(request, 0)) * images;
      ledger.upstreamCost(tx, attempt, job.id(), account, micros, ambiguous);
    }
  }
}
