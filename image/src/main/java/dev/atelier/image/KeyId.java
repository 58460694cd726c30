package dev.atelier.image;

/** A key's public id; never the secret itself. */
public record KeyId(String value) {
  public KeyId {
    if (value.isBlank() || value.length() > 128) {
      throw new IllegalArgumentException("KeyId of 1..128 characters expected");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
