package dev.atelier.storage;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * The server's secrets, the current one first and retired ones after it, and the keys derived from
 * them (HKDF-SHA256, RFC 5869), so that no two purposes share a key.
 */
public final class SecretKeys {
  private static final int KEY_BYTES = 32;
  private static final int ID_BYTES = 4;
  private static final byte[] SALT = "atelier".getBytes(StandardCharsets.US_ASCII);

  private final List<String> secrets;

  SecretKeys(List<String> secrets) {
    this.secrets = List.copyOf(secrets);
    if (this.secrets.isEmpty()) {
      throw new IllegalArgumentException("a secret is needed");
    }
  }

  /**
   * A key of every secret for {@code purpose}, such as {@code links}: sign and seal with the first,
   * verify and open with whichever has the id.
   */
  public List<DerivedKey> derive(String purpose) {
    return secrets.stream().map(secret -> derive(secret, purpose)).toList();
  }

  private static DerivedKey derive(String secret, String purpose) {
    var id = HexFormat.of().formatHex(expand(secret, "id of " + purpose, ID_BYTES));
    return new DerivedKey(id, expand(secret, "key of " + purpose, KEY_BYTES));
  }

  private static byte[] expand(String secret, String info, int bytes) {
    try {
      var parameters =
          HKDFParameterSpec.ofExtract()
              .addIKM(secret.getBytes(StandardCharsets.UTF_8))
              .addSalt(SALT)
              .thenExpand(info.getBytes(StandardCharsets.UTF_8), bytes);
      return KDF.getInstance("HKDF-SHA256").deriveData(parameters);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
