package dev.atelier.metering.ledger;

import dev.atelier.image.KeyId;
import dev.atelier.metering.ledger.Entry.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The money of one job: its few entries, read together. */
record JobAccount(List<Entry> entries) {

  Optional<KeyId> key() {
    return entries.stream().filter(entry -> entry.kind() == Kind.HOLD).map(Entry::key).findFirst();
  }

  /** What is left of the hold. */
  long held() {
    return entries.stream().mapToLong(Entry::held).sum();
  }

  /** When the hold was made. */
  Instant heldAt() {
    return entries.stream()
        .filter(entry -> entry.kind() == Kind.HOLD)
        .map(Entry::at)
        .findFirst()
        .orElseThrow();
  }

  boolean free() {
    return entries.stream().noneMatch(entry -> entry.kind() == Kind.HOLD && entry.held() > 0);
  }

  boolean released() {
    return entries.stream().anyMatch(entry -> entry.kind() == Kind.RELEASE);
  }

  Optional<Entry> charge(int image) {
    return entries.stream()
        .filter(entry -> entry.kind() == Kind.CHARGE && entry.image().orElseThrow() == image)
        .findFirst();
  }
}
