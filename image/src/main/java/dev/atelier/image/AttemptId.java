package dev.atelier.image;

import java.util.UUID;

/** One call to one account for one or more images of a job. */
public record AttemptId(UUID value) implements Comparable<AttemptId> {
  public static AttemptId parse(String text) {
    return new AttemptId(UUID.fromString(text));
  }

  @Override
  public int compareTo(AttemptId other) {
    return value.toString().compareTo(other.value.toString());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
