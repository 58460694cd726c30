package dev.atelier.catalog;

import dev.atelier.image.ImageSize;
import dev.atelier.image.OutputFormat;
import dev.atelier.image.Quality;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one model can be asked for and what that costs.
 *
 * @param id the name used inside Atelier
 * @param names every name a caller may use, the id included
 * @param preferred whether a request that names no model gets this one
 * @param autoQuality what {@code auto} means
 * @param compressible formats whose compression the caller may choose
 * @param transparent formats in which a transparent background is possible; empty if none is
 * @param tiers what a picture costs where the model is sold by the picture, smallest first
 * @param inputFidelity whether the caller may choose how closely inputs are followed
 */
public record Model(
    String id,
    List<String> names,
    Instant created,
    String ownedBy,
    boolean preferred,
    SizeRules sizes,
    Set<Quality> qualities,
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
    names = List.copyOf(names);
    tiers = List.copyOf(tiers);
    qualities = Set.copyOf(qualities);
    formats = Set.copyOf(formats);
    compressible = Set.copyOf(compressible);
    transparent = Set.copyOf(transparent);
    if (!names.contains(id)) {
      throw new IllegalArgumentException(id + " is not among its own names");
    }
    if (!qualities.contains(autoQuality)) {
      throw new IllegalArgumentException("autoQuality is not among the qualities");
    }
  }

  /** The first tier that holds this size, where the model is sold by tiers. */
  public Optional<Tier> tier(ImageSize size) {
    return tiers.stream().filter(tier -> tier.holds(size)).findFirst();
  }

  /**
   * Most of what one request may hold.
   *
   * @param promptMax in Unicode code points
   * @param countMax pictures
   * @param partialsMax previews of each picture
   * @param inputsMax pictures to work from
   */
  public record Limits(int promptMax, int countMax, int partialsMax, int inputsMax) {}
}
