package dev.atelier.storage.s3;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** Digests of bytes. */
final class Digests {
  private static final int BLOCK_BYTES = 64 << 10;

  private Digests() {}

  static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** As headers have it. */
  static String base64(MessageDigest digest) {
    return Base64.getEncoder().encodeToString(digest.digest());
  }

  /** Reads the bytes once, for all of these. */
  static void read(Slice slice, MessageDigest... digests) throws IOException {
    List<MessageDigest> all = Stream.of(digests).toList();
    try (InputStream in = slice.open()) {
      var block = new byte[(int) Math.max(1, Math.min(BLOCK_BYTES, slice.length()))];
      for (int count = in.read(block); count >= 0; count = in.read(block)) {
        for (MessageDigest digest : all) {
          digest.update(block, 0, count);
        }
      }
    }
  }
}
