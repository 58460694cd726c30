package dev.atelier.api.oidc;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keys with which the provider signs. For one that is not known they are fetched anew, at most
 * every 30 seconds.
 */
final class ProviderKeys implements JWKSource<SecurityContext> {
  static final Duration AGAIN_EVERY = Duration.ofSeconds(30);
  private static final int KEYS_MAX = 100;
  private static final int RSA_BITS_MIN = 2048;

  private final RefreshedDocument<JWKSet> keys;

  ProviderKeys(
      CallProvider call, RefreshedDocument<ProviderMetadata> metadata, InstantSource clock) {
    this.keys = new RefreshedDocument<>(clock, () -> parse(call.get(metadata.get().keys())));
  }

  @Override
  public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context)
      throws KeySourceException {
    try {
      List<JWK> found = selector.select(keys.get());
      if (!found.isEmpty()) {
        return found;
      }
      Optional<JWKSet> again = keys.again(AGAIN_EVERY);
      return again.isPresent() ? selector.select(again.get()) : List.of();
    } catch (SignInException e) {
      throw new KeySourceException("the provider's keys", e);
    }
  }

  private static JWKSet parse(byte[] document) throws SignInException {
    try {
      List<JWK> all = JWKSet.parse(new String(document, StandardCharsets.UTF_8)).getKeys();
      if (all.size() <= KEYS_MAX) {
        return new JWKSet(all.stream().filter(ProviderKeys::usable).map(JWK::toPublicJWK).toList());
      }
    } catch (ParseException | IllegalArgumentException e) {
      throw new SignInException(SignInProblem.AWAY, "the provider's keys cannot be read", e);
    }
    throw new SignInException(SignInProblem.AWAY, "the provider has too many keys");
  }

  /** Public keys alone: nothing is ever verified with a secret that both sides share. */
  private static boolean usable(JWK key) {
    return key.getKeyType().equals(KeyType.EC)
        || (key.getKeyType().equals(KeyType.RSA) && key.size() >= RSA_BITS_MIN);
  }
}
