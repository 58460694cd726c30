package dev.atelier.storage;

import dev.atelier.image.ContentHash;
import java.security.MessageDigest;
import java.util.HexFormat;

/** The digest that contents are named by. */
public final class ContentDigest {
  private ContentDigest() {}

  /** The name of what it was fed with; it begins anew then. */
  public static ContentHash hash(MessageDigest digest) {
    return new ContentHash(HexFormat.of().formatHex(digest.digest()));
  }
}
