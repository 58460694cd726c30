package dev.atelier.gateway.privacy;

import dev.atelier.database.Tx;
import dev.atelier.gateway.settle.EndJob;
import dev.atelier.metering.tenant.PrivacyBook;
import dev.atelier.queue.EraseText;
import dev.atelier.queue.Job;
import dev.atelier.webhook.outbox.EraseDeliveries;

/**
 * For tenants that keep prompts as hashes only: takes the texts out in the commit that ends the
 * job. Until then they are needed, since the job may have to be sent again.
 */
public final class EraseAtEnd implements EndJob.Further {
  private final EraseText text;
  private final Purge purge;

  public EraseAtEnd(EraseText text, Purge purge) {
    this.text = text;
    this.purge = purge;
  }

  @Override
  public void ended(Tx tx, Job job) {
    boolean hashed =
        PrivacyBook.find(tx, job.tenant())
            .filter(entry -> entry.settings().promptsHashed())
            .isPresent();
    if (!hashed) {
      return;
    }
    if (text.erase(tx, job.id(), true, tx.now())) {
      EraseDeliveries.eraseAnswers(tx, job.id());
      purge.after(tx);
    }
  }
}
