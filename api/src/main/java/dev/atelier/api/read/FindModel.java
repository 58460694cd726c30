package dev.atelier.api.read;

import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.Listing;
import dev.atelier.catalog.Model;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Finds the model that a client names: as it is listed, and unless the server is strict in any
 * case, with the name of a vendor before it ({@code openai/gpt-image-2}), or as another API calls
 * the same model. A model that an API does not list is never found there.
 */
public final class FindModel {
  private final Catalog catalog;
  private final Strictness strictness;

  public FindModel(Catalog catalog, Strictness strictness) {
    this.catalog = catalog;
    this.strictness = strictness;
  }

  /**
   * A model as an API lists it.
   *
   * @param name which the listing has for it
   */
  public record Listed(Listing listing, String name, Model model) {}

  /** The model of a name in one listing. */
  public Optional<Model> find(Listing listing, String name) {
    return find(List.of(listing), name).map(Listed::model);
  }

  /**
   * The model of a name.
   *
   * @param listings of the API that is asked; where a name alone does not say which, the first that
   *     has the model
   */
  public Optional<Listed> find(List<Listing> listings, String name) {
    Optional<Listed> exact = named(listings, name::equals);
    if (exact.isPresent() || !strictness.lenient()) {
      return exact;
    }
    String key = key(name);
    String bare = key.replaceFirst("^.*[/:]", "");
    return named(listings, listed -> key(listed).equals(key))
        .or(() -> named(listings, listed -> key(listed).equals(bare)))
        .or(() -> elsewhere(listings, bare));
  }

  private Optional<Listed> named(List<Listing> listings, Predicate<String> wanted) {
    return listings.stream()
        .flatMap(listing -> catalog.models().stream().flatMap(model -> names(listing, model)))
        .filter(one -> wanted.test(one.name()))
        .findFirst();
  }

  private Optional<Listed> elsewhere(List<Listing> listings, String key) {
    return named(List.of(Listing.values()), listed -> key(listed).equals(key))
        .flatMap(other ->
            listings.stream().flatMap(listing -> names(listing, other.model())).findFirst());
  }

  private static Stream<Listed> names(Listing listing, Model model) {
    return model.names(listing).stream().map(name -> new Listed(listing, name, model));
  }

  /** APIs write the same name with hyphens or underscores. */
  private static String key(String name) {
    return Spelling.plain(name).replaceAll("[\\s_]+", "-");
  }
}
