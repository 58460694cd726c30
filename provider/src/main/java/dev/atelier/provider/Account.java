package dev.atelier.provider;

import dev.atelier.image.AccountId;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * One credential at one provider, with its own limits.
 *
 * @param provider the {@link Provider#name()} that serves it
 * @param models catalog ids it may make; empty means all the provider can
 * @param concurrency most calls in flight at once, 1 or more
 * @param tier operator's label such as {@code official}
 * @param weight share of the work among equals, 1 or more
 */
public record Account(
    AccountId id,
    String provider,
    Optional<URI> baseUrl,
    Set<String> models,
    int concurrency,
    Optional<String> tier,
    int weight) {
  public Account {
    models = Set.copyOf(models);
    if (concurrency < 1 || weight < 1) {
      throw new IllegalArgumentException("concurrency and weight are at least 1");
    }
  }
}
