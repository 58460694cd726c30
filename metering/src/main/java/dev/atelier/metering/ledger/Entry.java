package dev.atelier.metering.ledger;

import dev.atelier.image.JobId;
import dev.atelier.image.KeyId;
import dev.atelier.image.Usage;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * One line of a tenant's ledger, never changed. A balance is the sum of its tenant's entries.
 *
 * @param subject the job's id, or an id of its own for money from outside
 * @param image the 0-based index of the image charged or refunded; empty for all else
 * @param key the job's key, or that of whoever moved money
 * @param note why money was moved by hand
 */
public record Entry(
    UUID subject,
    Kind kind,
    OptionalInt image,
    KeyId key,
    Posting posting,
    Usage usage,
    Optional<String> note,
    Instant at) {

  /** A job's price is set aside. */
  static Entry hold(JobId job, KeyId key, long micros, Instant at) {
    return ofJob(job, Kind.HOLD, OptionalInt.empty(), key, Posting.hold(micros), Usage.NONE, at);
  }

  /** An image was delivered. */
  static Entry charge(JobId job, KeyId key, int image, long micros, Usage usage, Instant at) {
    return ofJob(job, Kind.CHARGE, OptionalInt.of(image), key, Posting.charge(micros), usage, at);
  }

  /** What is left of a job's hold is given back. */
  static Entry release(JobId job, KeyId key, long micros, Instant at) {
    return ofJob(
        job, Kind.RELEASE, OptionalInt.empty(), key, Posting.release(micros), Usage.NONE, at);
  }

  private static Entry ofJob(
      JobId job,
      Kind kind,
      OptionalInt image,
      KeyId key,
      Posting posting,
      Usage usage,
      Instant at) {
    return new Entry(job.value(), kind, image, key, posting, usage, Optional.empty(), at);
  }

  /** What happened. */
  public enum Kind {
    /** A job's price is set aside. */
    HOLD,
    /** An image was delivered. */
    CHARGE,
    /** A job has ended; what is left of its hold is free again. */
    RELEASE,
    /** The tenant has paid. */
    TOP_UP,
    /** The tenant was given something. */
    CREDIT,
    /** An operator corrects the funds. */
    ADJUSTMENT,
    /** What was charged for an image, or a part of it, is given back. */
    REFUND;

    /** The name in rows and in the admin API. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it belongs to a job. */
    boolean ofJob() {
      return switch (this) {
        case HOLD, CHARGE, RELEASE, REFUND -> true;
        case TOP_UP, CREDIT, ADJUSTMENT -> false;
      };
    }

    static Kind of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }

  /** The job that it belongs to; empty for money from outside. */
  public Optional<JobId> job() {
    return kind.ofJob() ? Optional.of(new JobId(subject)) : Optional.empty();
  }

  /** What it adds to the tenant's holds, in micro-dollars; negative when it reduces them. */
  public long held() {
    return posting.held();
  }

  /** What it adds to the tenant's charges, in micro-dollars. */
  public long charged() {
    return posting.charged();
  }

  /** Where to go on after this entry. */
  public Cursor cursor() {
    return new Cursor(at, subject, kind, image.orElse(LedgerRows.NO_IMAGE));
  }

  /**
   * A place in a ledger, written {@code 1795176000000.<subject>.charge.0}. Entries are read by
   * time; those of one millisecond by subject, kind and image.
   */
  public record Cursor(Instant at, UUID subject, Kind kind, int image) {

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
          UUID.fromString(parts[1]),
          Kind.of(parts[2]),
          Integer.parseInt(parts[3]));
    }

    /** As a client gets it and brings it back. */
    public String text() {
      return at.toEpochMilli() + "." + subject + "." + kind.word() + "." + image;
    }
  }
}
