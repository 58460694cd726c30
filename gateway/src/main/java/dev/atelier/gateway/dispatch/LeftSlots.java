package dev.atelier.gateway.dispatch;

import dev.atelier.database.Tx;
import dev.atelier.gateway.job.JobStore;
import dev.atelier.provider.account.AccountPool;
import dev.atelier.provider.shared.HeldSlot;
import dev.atelier.provider.shared.SharedAccounts;
import dev.atelier.queue.AttemptRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The slots of calls whose process is gone, where processes use the same accounts; nothing
 * elsewhere.
 */
final class LeftSlots {
  private static final Duration EVERY = Duration.ofMinutes(1);
  private static final int BATCH = 200;

  private final JobStore store;
  private final AccountPool accounts;
  private Instant next = Instant.MIN;

  LeftSlots(JobStore store, AccountPool accounts) {
    this.store = store;
    this.accounts = accounts;
  }

  /** A call is over in this transaction. */
  void over(Tx tx, AttemptRow call) {
    accounts.shared().ifPresent(all -> all.free(tx, call.account(), call.id()));
  }

  /** A call goes on here. */
  void goesOn(Tx tx, AttemptRow call) {
    accounts.shared().ifPresent(all -> all.adopt(tx, call.account(), call.id()));
  }

  /** Frees those whose call is over, or gone with its job, without anybody having said so. */
  void freeLost(Instant now) {
    if (!now.isBefore(next)) {
      next = now.plus(EVERY);
      accounts.shared().ifPresent(this::freeLost);
    }
  }

  private void freeLost(SharedAccounts all) {
    List<HeldSlot> lost =
        store.read(tx ->
            all.held(tx, tx.now().minus(EVERY), BATCH).stream()
                .filter(held -> over(tx, held))
                .toList());
    if (!lost.isEmpty()) {
      store.write(tx -> {
        lost.forEach(held -> all.free(tx, held.account(), held.attempt()));
        return lost;
      });
    }
  }

  private boolean over(Tx tx, HeldSlot held) {
    return store.queue().attempt(tx, held.job(), held.attempt()).filter(AttemptRow::open).isEmpty();
  }
}
