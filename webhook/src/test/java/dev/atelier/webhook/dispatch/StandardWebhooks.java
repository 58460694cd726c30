package dev.atelier.webhook.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A receiver's check, written from the text of the Standard Webhooks specification and from nothing
 * of ours: "the signature scheme is HMAC-SHA256 … the content to sign is {@code
 * msg_id.timestamp.payload} … the secret is base64 encoded, prefixed with {@code whsec_} … the
 * header is a space delimited list of signatures and their corresponding version identifiers".
 */
final class StandardWebhooks {
  private final byte[] key;

  StandardWebhooks(String secret) {
    if (!secret.startsWith("whsec_")) {
      throw new AssertionError("no secret: " + secret);
    }
    this.key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
    if (key.length < 24 || key.length > 64) {
      throw new AssertionError("a secret has 24 to 64 bytes, not " + key.length);
    }
  }

  boolean verifies(String id, String timestamp, String signatures, String payload) {
    byte[] expected = sign(id + "." + Long.parseLong(timestamp) + "." + payload);
    for (String each : signatures.split(" ", -1)) {
      String[] parts = each.split(",", 2);
      if (parts[0].equals("v1")
          && MessageDigest.isEqual(expected, Base64.getDecoder().decode(parts[1]))) {
        return true;
      }
    }
    return false;
  }

  boolean verifies(Map<String, String> headers, String payload) {
    return verifies(
        headers.getOrDefault("webhook-id", ""),
        headers.getOrDefault("webhook-timestamp", ""),
        headers.getOrDefault("webhook-signature", ""),
        payload);
  }

  static List<String> versions(String signatures) {
    var versions = new ArrayList<String>();
    for (String each : signatures.split(" ", -1)) {
      versions.add(each.substring(0, each.indexOf(',')));
    }
    return versions;
  }

  private byte[] sign(String content) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(content.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
