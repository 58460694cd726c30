package dev.atelier.gateway.settle;

import dev.atelier.database.Tx;
import dev.atelier.image.JobId;
import dev.atelier.image.KeyId;
import dev.atelier.image.TenantId;
import dev.atelier.metering.ledger.Charge;
import dev.atelier.metering.ledger.Entry;
import dev.atelier.metering.ledger.Ledger;
import dev.atelier.metering.usage.UsageSource;
import dev.atelier.queue.JobQueue;

/**
 * Adds a refund to the sums of its day: to what it was charged for, as long as the job is there,
 * and to its key alone afterwards.
 */
public final class RecordRefund {
  private final JobQueue queue;
  private final Ledger ledger;
  private final RecordUsage usage;

  public RecordRefund(JobQueue queue, Ledger ledger, RecordUsage usage) {
    this.queue = queue;
    this.ledger = ledger;
    this.usage = usage;
  }

  /**
   * @param refund an entry of that kind
   */
  public void refunded(Tx tx, TenantId tenant, Entry refund) {
    JobId job = refund.job().orElseThrow();
    int image = refund.image().orElseThrow();
    UsageSource source =
        queue
            .find(tx, tenant, job)
            .map(known -> RecordUsage.source(known, RecordUsage.maker(known.images().get(image))))
            .orElseGet(() -> UsageSource.of(tenant, key(tx, tenant, job, image)));
    usage.refunded(tx, source, refund.at(), -refund.charged());
  }

  private KeyId key(Tx tx, TenantId tenant, JobId job, int image) {
    return ledger.charged(tx, tenant, job, image).map(Charge::key).orElseThrow();
  }
}
