package dev.atelier.image;

import java.util.UUID;

/** A caller's request, durable until it ends; a UUIDv7, which each API prints in its own form. */
public record JobId(UUID value) implements Comparable<JobId> {
  public static JobId parse(String text) {
    return new JobId(UUID.fromString(text));
  }

  @Override
  public int compareTo(JobId other) {
    return value.toString().compareTo(other.value.toString());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
