package dev.atelier.image;

import java.util.regex.Pattern;

/** SHA-256 of stored bytes, 64 lower-case hexadecimal digits. */
public record ContentHash(String hex) {
  private static final Pattern WRITTEN = Pattern.compile("[0-9a-f]{64}");

  public ContentHash {
    if (!WRITTEN.matcher(hex).matches()) {
      throw new IllegalArgumentException("not a SHA-256: " + hex);
    }
  }

  @Override
  public String toString() {
    return hex;
  }
}
