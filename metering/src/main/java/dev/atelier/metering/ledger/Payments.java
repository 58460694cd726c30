package dev.atelier.metering.ledger;

import dev.atelier.database.Tx;
import dev.atelier.image.JobId;
import dev.atelier.image.KeyId;
import dev.atelier.image.TenantId;
import dev.atelier.image.Usage;
import dev.atelier.metering.ledger.Entry.Kind;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Money that an operator moves: paid in, given, corrected or given back. Each act has an id or an
 * image, and happens once however often it is repeated.
 */
public final class Payments {
  private static final int NOTE_MAX = 500;

  private final InstantSource clock;

  public Payments(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Who does it and why.
   *
   * @param by the key of whoever does it
   * @param note up to 500 characters, such as the number of an invoice
   */
  public record Act(KeyId by, Optional<String> note) {
    public Act {
      if (note.map(String::length).orElse(0) > NOTE_MAX) {
        throw new IllegalArgumentException("a note of up to " + NOTE_MAX + " characters expected");
      }
    }
  }

  /** How an act ended. */
  public sealed interface Posted {
    record Done(Entry entry) implements Posted {}

    /** It was done before; nothing has changed. */
    record Repeated() implements Posted {}

    /** Nothing has changed. */
    record Refused(String why) implements Posted {}
  }

  /** The tenant has paid so much, in micro-dollars. */
  public Posted topUp(Tx tx, TenantId tenant, UUID id, long micros, Act act) {
    return fromOutside(tx, tenant, Kind.TOP_UP, id, Micros.check(micros), act);
  }

  /** Gives the tenant so much. */
  public Posted credit(Tx tx, TenantId tenant, UUID id, long micros, Act act) {
    return fromOutside(tx, tenant, Kind.CREDIT, id, Micros.check(micros), act);
  }

  /** Corrects the tenant's funds by so much, up or down. */
  public Posted adjust(Tx tx, TenantId tenant, UUID id, long micros, Act act) {
    Micros.check(Math.abs(micros));
    return fromOutside(tx, tenant, Kind.ADJUSTMENT, id, micros, act);
  }

  /**
   * Gives back what was charged for an image, once.
   *
   * @param micros how much of it; all of it if empty
   */
  public Posted refund(Tx tx, TenantId tenant, JobId job, int image, OptionalLong micros, Act act) {
    Optional<Entry> charge = LedgerRows.account(tx, tenant, job).charge(image);
    if (charge.isEmpty()) {
      return new Posted.Refused("Nothing was charged for that image.");
    }
    long most = charge.get().charged();
    long amount = Micros.check(micros.orElse(most));
    if (amount > most) {
      return new Posted.Refused("Only %d micro-dollars were charged.".formatted(most));
    }
    var entry =
        new Entry(
            job.value(),
            Kind.REFUND,
            OptionalInt.of(image),
            act.by(),
            new Posting(amount, 0, -amount, 0),
            Usage.NONE,
            act.note(),
            clock.instant());
    return post(tx, tenant, entry);
  }

  private Posted fromOutside(Tx tx, TenantId tenant, Kind kind, UUID id, long micros, Act act) {
    var entry =
        new Entry(
            id,
            kind,
            OptionalInt.empty(),
            act.by(),
            new Posting(micros, 0, 0, -micros),
            Usage.NONE,
            act.note(),
            clock.instant());
    return post(tx, tenant, entry);
  }

  private static Posted post(Tx tx, TenantId tenant, Entry entry) {
    LedgerRows.lock(tx, tenant);
    if (LedgerRows.has(tx, entry)) {
      return new Posted.Repeated();
    }
    if (!LedgerRows.move(tx, tenant, entry.posting())) {
      return LedgerRows.balance(tx, tenant).isEmpty()
          ? new Posted.Refused("There is no such tenant.")
          : new Posted.Refused("A prepaid tenant cannot have less than nothing.");
    }
    LedgerRows.add(tx, tenant, entry);
    return new Posted.Done(entry);
  }
}
