package dev.atelier.http.server;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What tells one state of a resource from another (RFC 9110, section 8.8.3).
 *
 * @param opaque visible ASCII without quotes
 * @param weak whether answers under it may differ in their bytes, such as in the times of links
 */
public record EntityTag(String opaque, boolean weak) {
  private static final int DIGITS = 16;

  /** The strong one of a body. */
  public static EntityTag of(byte[] body) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
      return new EntityTag(HexFormat.of().formatHex(hash).substring(0, DIGITS), false);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /** As headers write it. */
  String header() {
    return (weak ? "W/\"" : "\"") + opaque + '"';
  }

  /** Whether it is among those that a header lists, weak or not; {@code *} stands for any. */
  boolean in(String tags) {
    for (String tag : tags.split(",")) {
      String one = tag.strip();
      if (one.equals("*") || (one.startsWith("W/") ? one.substring(2) : one).equals(quoted())) {
        return true;
      }
    }
    return false;
  }

  /** Whether it is exactly the one that a header names, and its bytes can be relied on. */
  boolean is(String tag) {
    return !weak && tag.equals(quoted());
  }

  private String quoted() {
    return '"' + opaque + '"';
  }
}
