package dev.atelier.image;

import java.util.UUID;

/** One stored picture of one tenant; two may share the same bytes. */
public record ArtifactId(UUID value) implements Comparable<ArtifactId> {
  public static ArtifactId parse(String text) {
    return new ArtifactId(UUID.fromString(text));
  }

  @Override
  public int compareTo(ArtifactId other) {
    return value.toString().compareTo(other.value.toString());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
