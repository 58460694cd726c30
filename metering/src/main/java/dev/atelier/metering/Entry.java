package dev.atelier.metering;

import dev.atelier.image.JobId;
import dev.atelier.image.KeyId;
import dev.atelier.image.Usage;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * One line of a tenant's ledger, never changed. A balance is the sum of its tenant's entries.
 *
 * @param image the 0-based index of the image charged; empty for a hold and a release
 * @param held what it adds to the tenant's holds, in micro-dollars; negative when it reduces them
 * @param charged what it adds to the tenant's charges, in micro-dollars
 */
public record Entry(
    JobId job,
    Kind kind,
    OptionalInt image,
    KeyId key,
    long held,
    long charged,
    Usage usage,
    Instant at) {

  /** What happened. */
  public enum Kind {
    HOLD,
    CHARGE,
    RELEASE;

    /** The name in rows and in the admin API. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Kind of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /** Where to go on after this entry. */
  public Cursor cursor() {
    return new Cursor(at, job, kind, image.orElse(LedgerRows.NO_IMAGE));
  }

  /**
   * A place in a ledger, written {@code 1795176000000.<job>.charge.0}. Entries are read by time;
   * those of one millisecond by job, kind and image.
   */
  public record Cursor(Instant at, JobId job, Kind kind, int image) {

    /**
     * Reads what {@link #text()} wrote.
     *
     * @throws IllegalArgumentException if it is not that
     */
    public static Cursor parse(String text) {
      var parts = text.split("\\.", -1);
      if (parts.length != 4) {
        throw new IllegalArgumentException("not a place in a ledger");
      }
      return new Cursor(
          Instant.ofEpochMilli(Long.parseLong(parts[0])),
          JobId.parse(parts[1]),
          Kind.of(parts[2]),
          Integer.parseInt(parts[3]));
    }

    /** As a client gets it and brings it back. */
    public String text() {
      return at.toEpochMilli() + "." + job + "." + kind.word() + "." + image;
    }
  }
}
