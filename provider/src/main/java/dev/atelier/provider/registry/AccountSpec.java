package dev.atelier.provider.registry;

import dev.atelier.provider.oauth.OAuthCredential;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * An account as an operator describes it.
 *
 * @param name letters, digits, dots, hyphens and underscores, at most 64
 * @param baseUrl http or https, with the version, without a slash at its end
 * @param secret the secret itself (a key, or the JSON of an {@link OAuthCredential}), {@code
 *     env:NAME} or {@code file:PATH}; never printed
 * @param models catalog id → the upstream's name; empty means all that the provider makes
 * @param options by the provider's own names, the preset under {@code preset}
 */
public record AccountSpec(
    String name,
    String provider,
    URI baseUrl,
    String secret,
    Map<String, String> models,
    int concurrency,
    OptionalInt imagesPerMinute,
    Optional<String> tier,
    int weight,
    Map<String, String> options) {
  public static final int CONCURRENCY = 4;
  public static final int WEIGHT = 1;
  private static final int CONCURRENCY_MAX = 10_000;
  private static final int SECRET_MAX = 16 << 10;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  public AccountSpec {
    models = Map.copyOf(models);
    options = Map.copyOf(options);
    require(NAME.matcher(name).matches(), "name", "takes 1 to 64 letters, digits, '.', '_', '-'");
    require(
        tier.isEmpty() || NAME.matcher(tier.get()).matches(),
        "tier",
        "takes 1 to 64 letters, digits, '.', '_', '-'");
    require(
        concurrency >= 1 && concurrency <= CONCURRENCY_MAX,
        "concurrency",
        "must be 1 to " + CONCURRENCY_MAX);
    require(
        imagesPerMinute.orElse(1) >= 1 && imagesPerMinute.orElse(1) <= 1_000_000,
        "images_per_minute",
        "must be 1 to 1000000");
    require(weight >= 1 && weight <= 1000, "weight", "must be 1 to 1000");
    require(secret.length() <= SECRET_MAX, "secret", "is longer than " + SECRET_MAX);
    require(
        secret.chars().allMatch(c -> c > ' ' && c < 127)
            || secret.startsWith("file:")
            || OAuthCredential.looksLike(secret),
        "secret",
        "must be visible ASCII, or env:NAME, or file:PATH, or a JSON object with OAuth2 tokens");
    String scheme = baseUrl.getScheme() == null ? "" : baseUrl.getScheme();
    require(
        (scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"))
            && baseUrl.getHost() != null
            && baseUrl.getUserInfo() == null
            && baseUrl.getQuery() == null
            && baseUrl.getFragment() == null,
        "base_url",
        "must be an http or https URL with a host, without user, query and fragment");
  }

  /** The base URL that a text is, slashes at its end taken off. */
  public static URI baseUrl(String text) {
    try {
      return new URI(text.strip().replaceAll("/+$", ""));
    } catch (URISyntaxException e) {
      throw new AccountProblemException("base_url", "is not a URL");
    }
  }

  /** Options with a preset among them. */
  public static Map<String, String> options(Optional<String> preset, Map<String, String> options) {
    var all = new TreeMap<>(options);
    preset.ifPresent(name -> all.put("preset", name));
    return all;
  }

  private static void require(boolean fine, String field, String problem) {
    if (!fine) {
      throw new AccountProblemException(field, problem);
    }
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "AccountSpec[" + name + ", " + provider + "]";
  }
}
