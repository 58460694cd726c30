package dev.atelier.webhook.dispatch;

import java.util.Base64;

/** A receiver's signing secret of 32 bytes. */
public final class SigningSecret {
  private static final int BYTES = 32;

  private final byte[] bytes;

  SigningSecret(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("32 bytes expected");
    }
    this.bytes = bytes.clone();
  }

  byte[] bytes() {
    return bytes.clone();
  }

  /** As its owner is shown it: {@code whsec_} and Base64. */
  public String reveal() {
    return "whsec_" + Base64.getEncoder().encodeToString(bytes);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "SigningSecret";
  }
}
