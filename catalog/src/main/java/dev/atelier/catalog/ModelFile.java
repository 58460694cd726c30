package dev.atelier.catalog;

import dev.atelier.image.ImageSize;
import dev.atelier.image.OutputFormat;
import dev.atelier.image.Quality;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A model as its file writes it; unknown or missing keys are refused.
 *
 * @param names by the {@link Listing#word()} of each API that has the model
 * @param qualities lowest first
 */
record ModelFile(
    String id,
    Map<String, List<String>> names,
    long created,
    String ownedBy,
    boolean preferred,
    Sizes sizes,
    List<Level> qualities,
    String autoQuality,
    List<String> formats,
    List<String> compressible,
    List<String> transparent,
    Model.Limits limits,
    boolean inputFidelity,
    Tokens tokens,
    Map<String, TokenPrices> usdPerMillionTokens,
    List<ImageTier> tiers) {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  static ModelFile of(JsonNode tree) {
    return MAPPER.treeToValue(tree, ModelFile.class);
  }

  /**
   * @throws ModelException naming the key that is wrong
   */
  Model toModel() {
    return new Model(
        id,
        ModelException.under("names", this::byListing),
        Instant.ofEpochSecond(created),
        ownedBy,
        preferred,
        ModelException.under("sizes", sizes::toRules),
        qualities.stream().map(Level::quality).toList(),
        ModelException.under("autoQuality", () -> new Quality(autoQuality)),
        ModelException.under("formats", () -> formats(formats)),
        ModelException.under("compressible", () -> formats(compressible)),
        ModelException.under("transparent", () -> formats(transparent)),
        limits,
        inputFidelity,
        ModelException.under("tokens", () -> tokens.toRules(qualities)),
        ModelException.under("usdPerMillionTokens", this::standardPrices),
        ModelException.under("tiers", () -> tiers.stream().map(ImageTier::toTier).toList()));
  }

  private Map<Listing, List<String>> byListing() {
    var found = new EnumMap<Listing, List<String>>(Listing.class);
    names.forEach((word, all) -> found.put(word(Listing.values(), Listing::word, word), all));
    return found;
  }

  private Prices standardPrices() {
    TokenPrices standard = usdPerMillionTokens.get("standard");
    if (standard == null) {
      throw new ModelException("standard", "is missing");
    }
    return ModelException.under("standard", standard::toPrices);
  }

  private static Set<OutputFormat> formats(List<String> words) {
    return words.stream()
        .map(word -> word(OutputFormat.values(), OutputFormat::word, word))
        .collect(Collectors.toSet());
  }

  private static <T> T word(T[] values, Function<T, String> name, String word) {
    return Arrays.stream(values)
        .filter(value -> name.apply(value).equals(word))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "\"%s\" is none of %s"
                    .formatted(
                        word, Arrays.stream(values).map(name).collect(Collectors.joining(", ")))));
  }

  private static ImageSize size(String text) {
    return ImageSize.parse(text)
        .orElseThrow(() -> new IllegalArgumentException("\"" + text + "\" is not a size"));
  }

  /**
   * A level of quality.
   *
   * @param grid cells along the long edge, which decide the tokens
   */
  record Level(String word, int grid) {
    private static final int GRID_MAX = 4096;

    Level {
      if (grid < 1 || grid > GRID_MAX) {
        throw new ModelException("grid", "must be from 1 to " + GRID_MAX + ", not " + grid);
      }
    }

    Quality quality() {
      return ModelException.under("qualities", () -> new Quality(word));
    }
  }

  record Sizes(
      int step,
      int longEdgeMax,
      int ratioMax,
      long pixelsMin,
      long pixelsMax,
      String auto,
      long autoEditPixels,
      List<String> popular) {
    SizeRules toRules() {
      var rules =
          new SizeRules(
              step,
              longEdgeMax,
              ratioMax,
              pixelsMin,
              pixelsMax,
              ModelException.under("auto", () -> size(auto)),
              autoEditPixels,
              ModelException.under(
                  "popular", () -> popular.stream().map(ModelFile::size).toList()));
      if (rules.broken(rules.auto()).isPresent()) {
        throw new ModelException("auto", "must be a size that these rules allow, not " + auto);
      }
      return rules;
    }
  }

  record Tokens(
      long areaBase,
      long areaDivisor,
      int partial,
      TokenRules.TextRule text,
      TokenRules.InputRule input) {
    TokenRules toRules(List<Level> qualities) {
      var grid = new LinkedHashMap<Quality, Integer>();
      qualities.forEach(level -> grid.put(level.quality(), level.grid()));
      return new TokenRules(grid, areaBase, areaDivisor, partial, text, input);
    }
  }

  record ImageTier(String name, int longEdgeMax, long pixelsMax, BigDecimal usdPerImage) {
    Tier toTier() {
      return new Tier(name, longEdgeMax, pixelsMax, usdPerImage.movePointRight(6).longValueExact());
    }
  }

  record TokenPrices(
      BigDecimal textIn,
      BigDecimal textInCached,
      BigDecimal imageIn,
      BigDecimal imageInCached,
      BigDecimal imageOut) {
    Prices toPrices() {
      return new Prices(
          nanos("textIn", textIn),
          nanos("textInCached", textInCached),
          nanos("imageIn", imageIn),
          nanos("imageInCached", imageInCached),
          nanos("imageOut", imageOut));
    }

    private static long nanos(String key, BigDecimal usdPerMillion) {
      return ModelException.under(
          key,
          () -> {
            if (usdPerMillion.signum() < 0) {
              throw new IllegalArgumentException("a price is not negative");
            }
            return usdPerMillion.movePointRight(3).longValueExact();
          });
    }
  }
}
