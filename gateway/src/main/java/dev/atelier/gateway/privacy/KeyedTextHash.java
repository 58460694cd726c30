package dev.atelier.gateway.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.atelier.image.TenantId;
import dev.atelier.queue.TextHash;
import dev.atelier.storage.DerivedKey;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA-256 over tenant and text, written {@code KEYID:HEX}. */
public final class KeyedTextHash implements TextHash {
  private static final String ALGORITHM = "HmacSHA256";

  private final List<DerivedKey> keys;

  /**
   * @param keys the current one first, then those of secrets that were replaced
   */
  public KeyedTextHash(List<DerivedKey> keys) {
    this.keys = List.copyOf(keys);
    if (this.keys.isEmpty()) {
      throw new IllegalArgumentException("a key is needed");
    }
  }

  @Override
  public String of(TenantId tenant, String text) {
    return of(keys.getFirst(), tenant, text);
  }

  @Override
  public List<String> byEachKey(TenantId tenant, String text) {
    return keys.stream().map(key -> of(key, tenant, text)).toList();
  }

  private static String of(DerivedKey key, TenantId tenant, String text) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key.bytes(), ALGORITHM));
      mac.update(tenant.value().getBytes(UTF_8));
      mac.update((byte) 0);
      return key.id() + ":" + HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
