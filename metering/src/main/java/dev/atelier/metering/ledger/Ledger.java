package dev.atelier.metering.ledger;

import dev.atelier.database.Tx;
import dev.atelier.image.AccountId;
import dev.atelier.image.AdmissionFault.OutOfBudget;
import dev.atelier.image.AttemptId;
import dev.atelier.image.FaultException;
import dev.atelier.image.JobId;
import dev.atelier.image.KeyId;
import dev.atelier.image.TenantId;
import dev.atelier.image.Usage;
import dev.atelier.metering.ledger.Entry.Kind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The customers' money: a job's price is held when it is submitted, charged image by image as they
 * are delivered, and what is left is released when it ends.
 *
 * <p>Amounts are micro-dollars, 0 to 10^15. Everything may be repeated: a second hold or release of
 * a job, and a second charge of an image, change nothing. A job's tenant is the one that held.
 */
public final class Ledger {
  private final InstantSource clock;
  private final Budgets budgets;

  public Ledger(InstantSource clock) {
    this.clock = clock;
    this.budgets = new Budgets(clock);
  }

  /**
   * Sets the price of a job aside: the most that will be taken for it. A hold of 0 is one row and
   * leaves the balance alone, whatever the budget.
   *
   * @throws FaultException {@link OutOfBudget} when the tenant's funds, its budget or its key's has
   *     no room for it; nothing is held then
   */
  public void hold(Tx tx, TenantId tenant, KeyId key, JobId job, long micros) {
    Micros.check(micros);
    Instant now = clock.instant();
    Entry entry = Entry.hold(job, key, micros, now);
    if (!LedgerRows.add(tx, tenant, entry) || micros == 0) {
      return;
    }
    Optional<Boolean> moved = LedgerRows.move(tx, tenant, key, entry.posting());
    if (moved.isEmpty()) {
      LedgerRows.takeBackHold(tx, job);
      balance(tx, tenant);
      throw new FaultException(new OutOfBudget());
    }
    if (moved.get()) {
      reserve(tx, tenant, job, entry);
    }
  }

  private static void reserve(Tx tx, TenantId tenant, JobId job, Entry hold) {
    long micros = hold.posting().held();
    Optional<Instant> counted = Budgets.reserve(tx, tenant, hold.key(), micros, hold.at());
    if (counted.isEmpty()) {
      LedgerRows.move(tx, tenant, Posting.release(micros));
      LedgerRows.takeBackHold(tx, job);
      throw new FaultException(new OutOfBudget());
    }
    if (!counted.get().equals(hold.at())) {
      LedgerRows.dateHold(tx, job, counted.get());
    }
  }

  /**
   * Takes the price of one delivered image from the job's hold, and never more than is left of it:
   * what was quoted is the most that a job costs.
   *
   * @param image its 0-based index in the job
   * @return what was taken; empty when it was charged before
   * @throws IllegalStateException if the tenant holds nothing for that job, or it was released
   */
  public Optional<Charge> charge(
      Tx tx, TenantId tenant, JobId job, int image, long micros, Usage usage) {
    var priced = new Priced(image, micros, usage);
    if (micros > 0) {
      LedgerRows.lock(tx, tenant);
    }
    var ledger = new JobLedger(tx, tenant, LedgerRows.account(tx, tenant, job));
    Optional<Entry> charged = ledger.charge(priced, job, clock.instant());
    ledger.move();
    return charged.map(Ledger::charge);
  }

  /**
   * Charges what a job delivers at its end, gives back what is left of its hold and closes it to
   * charges: {@link #charge} for each picture, and {@link #release}, in one. For a job of which no
   * picture was charged before, as whoever ends it knows: nothing is looked up.
   *
   * @param held what was held for it; where that is nothing there may be no entry of it yet
   * @return what was charged now; nothing when it was settled before
   */
  public List<Charge> settle(Tx tx, Hold held, List<Priced> delivered) {
    return SettleHold.settle(tx, held, delivered, clock.instant()).stream()
        .map(Ledger::charge)
        .toList();
  }

  /** Gives back what is left of a job's hold and closes it to charges. */
  public void release(Tx tx, TenantId tenant, JobId job) {
    if (LedgerRows.account(tx, tenant, job).free()) {
      return;
    }
    LedgerRows.lock(tx, tenant);
    var ledger = new JobLedger(tx, tenant, LedgerRows.account(tx, tenant, job));
    ledger.release(job, clock.instant());
    ledger.move();
  }

  /**
   * Notes what one attempt costs us upstream, for all of its images. A known cost replaces an
   * ambiguous one; other repeats change nothing.
   *
   * @return what changed; empty for nothing
   */
  public Optional<UpstreamChange> upstreamCost(
      Tx tx, AttemptId attempt, JobId job, AccountId account, UpstreamCost cost) {
    if (UpstreamRows.add(tx, attempt, job, account, cost, clock.instant())) {
      return Optional.of(new UpstreamChange(Optional.empty(), cost));
    }
    Optional<UpstreamCost> before =
        Optional.ofNullable(upstreamCosts(tx, List.of(attempt)).get(attempt));
    return !cost.ambiguous() && UpstreamRows.clear(tx, attempt, cost)
        ? Optional.of(new UpstreamChange(before, cost))
        : Optional.empty();
  }

  /** What these attempts cost us; those that cost nothing are missing. */
  public Map<AttemptId, UpstreamCost> upstreamCosts(Tx tx, List<AttemptId> attempts) {
    return UpstreamRows.of(tx, attempts);
  }

  /**
   * @throws IllegalStateException if there is no such tenant
   */
  public Balance balance(Tx tx, TenantId tenant) {
    LedgerRows.Stand stand =
        LedgerRows.balance(tx, tenant)
            .orElseThrow(() -> new IllegalStateException("no tenant " + tenant));
    return new Balance(
        stand.billing(), stand.funds(), stand.held(), stand.charged(), budgets.of(tx, tenant));
  }

  /** The tenant's entries, oldest first, from after that place or from the beginning. */
  public List<Entry> entries(Tx tx, TenantId tenant, Optional<Entry.Cursor> after, int limit) {
    return LedgerRows.entries(tx, tenant, after, limit);
  }

  /** What all tenants have set aside for jobs now, in micro-dollars. */
  public long held(Tx tx) {
    return LedgerRows.held(tx);
  }

  /** What is left of a job's hold, in micro-dollars. */
  public long held(Tx tx, TenantId tenant, JobId job) {
    return LedgerRows.account(tx, tenant, job).held();
  }

  public Optional<Charge> charged(Tx tx, TenantId tenant, JobId job, int image) {
    return LedgerRows.account(tx, tenant, job).charge(image).map(Ledger::charge);
  }

  /** A job's charges, by image. */
  public List<Charge> charges(Tx tx, TenantId tenant, JobId job) {
    return LedgerRows.account(tx, tenant, job).entries().stream()
        .filter(entry -> entry.kind() == Kind.CHARGE)
        .map(Ledger::charge)
        .toList();
  }

  /** What each of the tenant's keys was charged from a moment until before another. */
  public List<KeyTotals> totals(Tx tx, TenantId tenant, Instant from, Instant until) {
    return LedgerRows.totals(tx, tenant, from, until);
  }

  /** What each account cost us from a moment until before another. */
  public List<UpstreamSpend> upstreamSpend(Tx tx, Instant from, Instant until) {
    return UpstreamRows.spend(tx, from, until);
  }

  private static Charge charge(Entry entry) {
    return new Charge(
        entry.job().orElseThrow(),
        entry.image().orElseThrow(),
        entry.key(),
        entry.charged(),
        entry.usage(),
        entry.at());
  }
}
