package dev.atelier.catalog;

import dev.atelier.image.ImageSize;
import dev.atelier.image.OutputFormat;
import dev.atelier.image.Quality;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one model can be asked for and what that costs.
 *
 * @param id the name used inside Atelier
 * @param names what callers of each API call it; an API that is missing does not have it
 * @param preferred whether a request that names no model gets this one
 * @param qualities lowest first
 * @param autoQuality what {@code auto} means
 * @param compressible formats whose compression the caller may choose
 * @param transparent formats in which a transparent background is possible; empty if none is
 * @param tiers what a picture costs where the model is sold by the picture, smallest first
 * @param inputFidelity whether the caller may choose how closely inputs are followed
 */
public record Model(
    String id,
    Map<Listing, List<String>> names,
    Instant created,
    String ownedBy,
    boolean preferred,
    SizeRules sizes,
    List<Quality> qualities,
    Quality autoQuality,
    Set<OutputFormat> formats,
    Set<OutputFormat> compressible,
    Set<OutputFormat> transparent,
    Limits limits,
    boolean inputFidelity,
    TokenRules tokens,
    Prices prices,
    List<Tier> tiers) {
  public Model {
    names =
        names.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, one -> List.copyOf(one.getValue())));
    tiers = List.copyOf(tiers);
    qualities = List.copyOf(qualities);
    formats = Set.copyOf(formats);
    compressible = Set.copyOf(compressible);
    transparent = Set.copyOf(transparent);
    if (new HashSet<>(qualities).size() < qualities.size() || qualities.contains(Quality.AUTO)) {
      throw new ModelException("qualities", "must be different words, and not auto");
    }
    if (!qualities.contains(autoQuality)) {
      throw new ModelException(
          "autoQuality", "must be one of " + words(qualities) + ", not " + autoQuality);
    }
    if (formats.isEmpty()) {
      throw new ModelException("formats", "must have one at least");
    }
  }

  /** What callers of an API call it, the usual name first; empty where it is not to be had. */
  public List<String> names(Listing listing) {
    return names.getOrDefault(listing, List.of());
  }

  /** What an order may say about quality: every level, lowest first, and {@code auto}. */
  public List<Quality> qualityChoices() {
    return Stream.concat(qualities.stream(), Stream.of(Quality.AUTO)).toList();
  }

  /** Where a quality stands among this model's, 1 for the lowest. */
  public int level(Quality quality) {
    return qualities.indexOf(quality.equals(Quality.AUTO) ? autoQuality : quality) + 1;
  }

  /** The first tier that holds this size, where the model is sold by tiers. */
  public Optional<Tier> tier(ImageSize size) {
    return tiers.stream().filter(tier -> tier.holds(size)).findFirst();
  }

  private static String words(List<Quality> qualities) {
    return qualities.stream().map(Quality::word).collect(Collectors.joining(", "));
  }

  /**
   * Most of what one request may hold.
   *
   * @param promptMax in Unicode code points
   * @param countMax pictures
   * @param partialsMax previews of each picture
   * @param inputsMax pictures to work from
   */
  public record Limits(int promptMax, int countMax, int partialsMax, int inputsMax) {
    public Limits {
      ModelException.requireAtLeast("promptMax", 1, promptMax);
      ModelException.requireAtLeast("countMax", 1, countMax);
      ModelException.requireAtLeast("partialsMax", 0, partialsMax);
      ModelException.requireAtLeast("inputsMax", 0, inputsMax);
    }
  }
}
