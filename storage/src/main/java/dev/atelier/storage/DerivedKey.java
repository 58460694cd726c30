package dev.atelier.storage;

/** 32 secret bytes for one purpose, with an id that tells them apart and gives nothing away. */
public final class DerivedKey {
  private final String id;
  private final byte[] bytes;

  public DerivedKey(String id, byte[] bytes) {
    this.id = id;
    this.bytes = bytes.clone();
  }

  public String id() {
    return id;
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "DerivedKey[" + id + "]";
  }
}
