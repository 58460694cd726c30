package dev.atelier.metering.ledger;

import dev.atelier.database.Tx;
import dev.atelier.metering.ledger.Entry.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Turns a whole hold into charges and what is given back: all entries in one statement. */
final class SettleHold {
  private SettleHold() {}

  /** The charges that are new: all of them, or none where it was done before. */
  static List<Entry> settle(Tx tx, Hold held, List<Priced> delivered, Instant now) {
    List<Entry> entries = entries(held, delivered, now);
    if (entries.isEmpty()) {
      return List.of();
    }
    List<Entry> added = LedgerRows.addAll(tx, held.tenant(), entries);
    List<Entry> settled = added.stream().filter(entry -> entry.kind() != Kind.HOLD).toList();
    if (settled.isEmpty()) {
      return List.of();
    }
    if (settled.size() < entries.stream().filter(entry -> entry.kind() != Kind.HOLD).count()) {
      throw new IllegalStateException("some of job " + held.job() + " was charged before");
    }
    move(tx, held, settled);
    return settled.stream().filter(entry -> entry.kind() == Kind.CHARGE).toList();
  }

  private static List<Entry> entries(Hold held, List<Priced> delivered, Instant now) {
    var entries = new ArrayList<Entry>();
    if (held.micros() == 0 && !delivered.isEmpty()) {
      entries.add(Entry.hold(held.job(), held.key(), 0, now));
    }
    long left = held.micros();
    for (Priced image : delivered) {
      long taken = Math.min(left, image.micros());
      left -= taken;
      entries.add(Entry.charge(held.job(), held.key(), image.image(), taken, image.usage(), now));
    }
    if (held.micros() > 0) {
      entries.add(Entry.release(held.job(), held.key(), left, now));
    }
    return entries;
  }

  private static void move(Tx tx, Hold held, List<Entry> settled) {
    Posting moved = Posting.NOTHING;
    long left = 0;
    for (Entry entry : settled) {
      moved = moved.plus(entry.posting());
      if (entry.kind() == Kind.RELEASE) {
        left = -entry.held();
      }
    }
    if (moved.nothing()) {
      return;
    }
    boolean bounded =
        LedgerRows.move(tx, held.tenant(), held.key(), moved)
            .orElseThrow(() -> new IllegalStateException("no balance of " + held.tenant()));
    if (bounded && left > 0) {
      Instant heldAt = LedgerRows.heldAt(tx, held.job());
      Budgets.release(tx, held.tenant(), held.key(), left, heldAt);
    }
  }
}
