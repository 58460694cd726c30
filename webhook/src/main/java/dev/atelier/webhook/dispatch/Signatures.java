package dev.atelier.webhook.dispatch;

import dev.atelier.image.TenantId;
import dev.atelier.storage.DerivedKey;
import dev.atelier.webhook.delivery.DeliveryId;
import dev.atelier.webhook.subscription.WebhookEndpoint;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signing as Standard Webhooks has it (https://www.standardwebhooks.com): HMAC-SHA256 over id, time
 * and body.
 *
 * <p>No secret is stored: each is derived from the server's own, for the endpoint and its
 * generation, or for the tenant where only a request named the URL. A message carries a signature
 * for each secret that is valid: after a rotation the one before for {@link #OVERLAP} more, and
 * those of retired server secrets as long as these are configured.
 */
public final class Signatures {
  /** How long the secret before a rotation still signs. */
  public static final Duration OVERLAP = Duration.ofHours(24);

  private static final String HMAC = "HmacSHA256";

  private final List<DerivedKey> keys;

  /**
   * @param keys such as {@code secrets.derive("webhooks")}, the current one first
   */
  public Signatures(List<DerivedKey> keys) {
    this.keys = List.copyOf(keys);
    if (this.keys.isEmpty()) {
      throw new IllegalArgumentException("signatures need a key");
    }
  }

  /** The endpoint's current secret, for its owner. */
  public SigningSecret of(WebhookEndpoint endpoint) {
    return derive(keys.getFirst(), purpose(endpoint, endpoint.generation()));
  }

  /** The secret for URLs that a tenant's requests name. */
  public SigningSecret of(TenantId tenant) {
    return derive(keys.getFirst(), purpose(tenant));
  }

  /** Every secret that signs what this endpoint is sent, the current one first. */
  public List<SigningSecret> valid(WebhookEndpoint endpoint, Instant now) {
    var purposes = new ArrayList<String>();
    purposes.add(purpose(endpoint, endpoint.generation()));
    if (endpoint.rotated().filter(at -> now.isBefore(at.plus(OVERLAP))).isPresent()) {
      purposes.add(purpose(endpoint, endpoint.generation() - 1));
    }
    return purposes.stream().flatMap(each -> keys.stream().map(key -> derive(key, each))).toList();
  }

  /** Every secret that signs what goes to URLs a tenant's requests name. */
  public List<SigningSecret> valid(TenantId tenant) {
    return keys.stream().map(key -> derive(key, purpose(tenant))).toList();
  }

  /** The headers {@code webhook-id}, {@code webhook-timestamp} and {@code webhook-signature}. */
  public static Map<String, String> headers(
      DeliveryId id, Instant now, byte[] body, List<SigningSecret> secrets) {
    var seconds = Long.toString(now.getEpochSecond());
    var signatures =
        secrets.stream()
            .map(secret -> "v1," + base64(hmac(secret.bytes(), id + "." + seconds + ".", body)))
            .collect(Collectors.joining(" "));
    var headers = new LinkedHashMap<String, String>();
    headers.put("webhook-id", id.toString());
    headers.put("webhook-timestamp", seconds);
    headers.put("webhook-signature", signatures);
    return headers;
  }

  private static String purpose(WebhookEndpoint endpoint, int generation) {
    return "endpoint\n" + endpoint.tenant() + "\n" + endpoint.id() + "\n" + generation;
  }

  private static String purpose(TenantId tenant) {
    return "tenant\n" + tenant;
  }

  private static SigningSecret derive(DerivedKey key, String purpose) {
    return new SigningSecret(hmac(key.bytes(), purpose, new byte[0]));
  }

  private static byte[] hmac(byte[] key, String text, byte[] bytes) {
    try {
      var mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      mac.update(text.getBytes(StandardCharsets.UTF_8));
      return mac.doFinal(bytes);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
