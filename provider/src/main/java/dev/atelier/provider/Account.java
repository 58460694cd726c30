package dev.atelier.provider;

import dev.atelier.http.upstream.HttpVersion;
import dev.atelier.image.AccountId;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One credential at one provider, with its own limits.
 *
 * @param provider the {@link Provider#name()} that serves it
 * @param baseUrl the upstream's base as its documentation gives it, version included
 * @param credential what it shows to the upstream
 * @param models catalog ids it may make, each with the name that the upstream knows it by; empty
 *     means all the provider can, under the catalogue's ids
 * @param concurrency most calls in flight at once, 1 or more
 * @param imagesPerMinute most images ordered in any minute; unlimited if empty
 * @param tier operator's label such as {@code official}
 * @param weight share of the work among equals, 1 or more
 * @param options how this upstream differs, by the provider's own names
 * @param paused whether it gets no further work for now
 */
public record Account(
    AccountId id,
    String provider,
    Optional<URI> baseUrl,
    Credential credential,
    Map<String, String> models,
    int concurrency,
    OptionalInt imagesPerMinute,
    Optional<String> tier,
    int weight,
    Map<String, String> options,
    boolean paused) {
  /** The option for most images of one call. */
  public static final String IMAGES_PER_CALL = "images-per-call";

  /** The option that every provider has: the share of its list prices that this account pays. */
  public static final String DISCOUNT = "discount";

  /** What the options of every provider begin with that say what an image of a model costs. */
  public static final String PRICE = "price.";

  /** The option by which an operator says that the secret is an OAuth2 credential. */
  public static final String OAUTH2 = "oauth2";

  /** The option for the HTTP that its calls go over, by the word of an {@link HttpVersion}. */
  public static final String HTTP = "http";

  /** The options that every provider has, as messages name them. */
  public static final List<String> SHARED_OPTIONS =
      List.of(DISCOUNT, HTTP, IMAGES_PER_CALL, OAUTH2, PRICE + "MODEL");

  public Account {
    models = Map.copyOf(models);
    options = Map.copyOf(options);
    if (concurrency < 1 || weight < 1 || imagesPerMinute.orElse(1) < 1) {
      throw new IllegalArgumentException(
          "concurrency, weight and images per minute are at least 1");
    }
  }

  /** One that needs no credential and has no options. */
  public Account(
      AccountId id,
      String provider,
      Optional<URI> baseUrl,
      Set<String> models,
      int concurrency,
      Optional<String> tier,
      int weight) {
    this(
        id,
        provider,
        baseUrl,
        Credential.NONE,
        models.stream().collect(Collectors.toMap(name -> name, name -> name)),
        concurrency,
        OptionalInt.empty(),
        tier,
        weight,
        Map.of(),
        false);
  }

  /** The same showing another credential. */
  public Account with(Credential other) {
    return new Account(
        id,
        provider,
        baseUrl,
        other,
        models,
        concurrency,
        imagesPerMinute,
        tier,
        weight,
        options,
        paused);
  }

  /** Whether it may make this model. */
  public boolean makes(String model) {
    return models.isEmpty() || models.containsKey(model);
  }

  /** The upstream's name of a model of the catalogue. */
  public String upstreamName(String model) {
    return models.getOrDefault(model, model);
  }

  public Optional<String> option(String name) {
    return Optional.ofNullable(options.get(name)).filter(value -> !value.isEmpty());
  }

  /** Which HTTP its calls go over. */
  public HttpVersion httpVersion() {
    return option(HTTP).flatMap(HttpVersion::of).orElse(HttpVersion.HTTP_1_1);
  }

  /** Whether every provider has this option. */
  public static boolean shared(String option) {
    return SHARED_OPTIONS.contains(option) || option.startsWith(PRICE);
  }

  /** Whether an option is set to {@code true}. */
  public boolean on(String name) {
    return option(name).filter("true"::equalsIgnoreCase).isPresent();
  }
}
