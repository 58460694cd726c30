package dev.atelier.api.read;

import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.Listing;
import dev.atelier.catalog.Model;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the model that a client names: as it is listed, and unless the server is strict in any
 * case, with the name of a vendor before it ({@code openai/gpt-image-2}), or as another API calls
 * the same model. A model that an API does not list is never found there.
 */
public final class FindModel {
  private static final Pattern SEPARATORS = Pattern.compile("[\\s_]+");
  private static final Names NONE = new Names(Map.of(), Map.of(), Map.of());

  private final Strictness strictness;
  private final Map<Listing, Names> listings = new EnumMap<>(Listing.class);

  public FindModel(Catalog catalog, Strictness strictness) {
    this.strictness = strictness;
    for (Listing listing : Listing.values()) {
      listings.put(listing, Names.of(catalog, listing));
    }
  }

  /**
   * What one listing has.
   *
   * @param exact by the name as it is listed
   * @param alike by {@link #key} of the name; of several, the first that is listed
   * @param first the first name of each model, by its id
   */
  private record Names(
      Map<String, Listed> exact, Map<String, Listed> alike, Map<String, Listed> first) {
    static Names of(Catalog catalog, Listing listing) {
      var names = new Names(new HashMap<>(), new HashMap<>(), new HashMap<>());
      for (Model model : catalog.models()) {
        for (String name : model.names(listing)) {
          var listed = new Listed(listing, name, model);
          names.exact.putIfAbsent(name, listed);
          names.alike.putIfAbsent(key(name), listed);
          names.first.putIfAbsent(model.id(), listed);
        }
      }
      return names;
    }
  }

  /**
   * A model as an API lists it.
   *
   * @param name which the listing has for it
   */
  public record Listed(Listing listing, String name, Model model) {}

  /** The model of a name in one listing. */
  public Optional<Model> find(Listing listing, String name) {
    return find(listing, name, strictness);
  }

  /** The same, read as strictly as this request wants it. */
  public Optional<Model> find(Listing listing, String name, Strictness asked) {
    return find(List.of(listing), name, asked).map(Listed::model);
  }

  /**
   * The model of a name.
   *
   * @param listings of the API that is asked; where a name alone does not say which, the first that
   *     has the model
   */
  public Optional<Listed> find(List<Listing> listings, String name) {
    return find(listings, name, strictness);
  }

  private Optional<Listed> find(List<Listing> listings, String name, Strictness asked) {
    Optional<Listed> exact = first(listings, names -> names.exact().get(name));
    if (exact.isPresent() || !asked.lenient()) {
      return exact;
    }
    String key = key(name);
    String bare = key.substring(Math.max(key.lastIndexOf('/'), key.lastIndexOf(':')) + 1);
    return first(listings, names -> names.alike().get(key))
        .or(() -> first(listings, names -> names.alike().get(bare)))
        .or(() -> elsewhere(listings, bare));
  }

  private Optional<Listed> elsewhere(List<Listing> listings, String key) {
    return first(List.of(Listing.values()), names -> names.alike().get(key))
        .flatMap(other -> first(listings, names -> names.first().get(other.model().id())));
  }

  private Optional<Listed> first(List<Listing> wanted, Function<Names, @Nullable Listed> look) {
    for (Listing listing : wanted) {
      Listed found = look.apply(listings.getOrDefault(listing, NONE));
      if (found != null) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  /** APIs write the same name with hyphens or underscores. */
  private static String key(String name) {
    return SEPARATORS.matcher(Spelling.plain(name)).replaceAll("-");
  }
}
