package dev.atelier.image;

/** Who pays: a short stable name such as {@code default}. */
public record TenantId(String value) {
  /** The tenant of a server that was never told of another. */
  public static final TenantId DEFAULT = new TenantId("default");

  public TenantId {
    if (value.isBlank() || value.length() > 128) {
      throw new IllegalArgumentException("TenantId of 1..128 characters expected");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
