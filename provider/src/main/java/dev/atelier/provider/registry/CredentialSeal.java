package dev.atelier.provider.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.atelier.storage.DerivedKey;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals secrets for the database with AES-256-GCM: the key's id, a dot, and base64url of nonce and
 * text. What is sealed for one account does not open as another's.
 */
public final class CredentialSeal {
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final List<DerivedKey> keys;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param keys such as {@code secrets.derive("accounts")}, the current one first
   */
  public CredentialSeal(List<DerivedKey> keys) {
    this.keys = List.copyOf(keys);
  }

  String seal(String account, String secret) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    DerivedKey key = keys.getFirst();
    byte[] sealed = run(Cipher.ENCRYPT_MODE, key, nonce, account, secret.getBytes(UTF_8));
    byte[] both = ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array();
    return key.id() + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(both);
  }

  /**
   * @throws AccountProblemException where the server's secret is not the one that it was sealed
   *     with
   */
  String open(String account, String sealed) {
    int dot = sealed.indexOf('.');
    String id = sealed.substring(0, Math.max(0, dot));
    DerivedKey key =
        keys.stream()
            .filter(one -> one.id().equals(id))
            .findFirst()
            .orElseThrow(CredentialSeal::otherKey);
    ByteBuffer both = ByteBuffer.wrap(Base64.getUrlDecoder().decode(sealed.substring(dot + 1)));
    byte[] nonce = new byte[NONCE_BYTES];
    both.get(nonce);
    byte[] text = new byte[both.remaining()];
    both.get(text);
    return new String(run(Cipher.DECRYPT_MODE, key, nonce, account, text), UTF_8);
  }

  private static byte[] run(int mode, DerivedKey key, byte[] nonce, String account, byte[] text) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          mode, new SecretKeySpec(key.bytes(), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(account.getBytes(UTF_8));
      return cipher.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw otherKey();
    }
  }

  private static AccountProblemException otherKey() {
    return new AccountProblemException(
        "secret", "was sealed with another ATELIER_SECRET_KEY or secret.key; add it anew");
  }
}
