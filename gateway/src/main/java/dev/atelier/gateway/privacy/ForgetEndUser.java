package dev.atelier.gateway.privacy;

import dev.atelier.database.Tx;
import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import dev.atelier.metering.usage.UsageDays;
import dev.atelier.queue.EraseText;

/**
 * Sums of usage name an end user no longer than the jobs do that they are of: up to the day of a
 * job that is to be erased they are nobody's.
 */
final class ForgetEndUser {
  private static final UsageDays DAYS = new UsageDays();

  private ForgetEndUser() {}

  /** Before the job or its texts are erased. */
  static void of(Tx tx, TenantId tenant, JobId job) {
    EraseText.endUser(tx, job)
        .ifPresent(user -> DAYS.forget(tx, tenant, user.name(), UsageDays.day(user.ended())));
  }
}
