package dev.atelier.storage;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signs texts that we hand out and take back (HMAC-SHA256, base64url). The first key signs; every
 * key verifies, so that keys can be rotated without breaking what was handed out.
 */
public final class SigningKeys {
  private static final String HMAC = "HmacSHA256";

  private final List<DerivedKey> keys;

  /**
   * @param keys such as {@code secrets.derive("links")}, the signing one first
   */
  public SigningKeys(List<DerivedKey> keys) {
    this.keys = List.copyOf(keys);
    if (this.keys.isEmpty()) {
      throw new IllegalArgumentException("signing needs a key");
    }
  }

  /**
   * A signature, and which key made it.
   *
   * @param text 43 characters of base64url
   */
  public record Signature(String key, String text) {}

  public Signature sign(String text) {
    DerivedKey key = keys.getFirst();
    return new Signature(key.id(), signature(key, text));
  }

  /**
   * Whether {@code signature} was made of {@code text} by one of the keys.
   *
   * @param key the id of that one
   */
  public boolean signed(String text, @Nullable String key, @Nullable String signature) {
    Optional<DerivedKey> known = keys.stream().filter(one -> one.id().equals(key)).findFirst();
    return known.isPresent()
        && signature != null
        && MessageDigest.isEqual(bytes(signature(known.get(), text)), bytes(signature));
  }

  private static String signature(DerivedKey key, String text) {
    try {
      var mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key.bytes(), HMAC));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(bytes(text)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
