package dev.atelier.catalog;

import dev.atelier.image.ImageSize;
import dev.atelier.image.OutputFormat;
import dev.atelier.image.Quality;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A model as its file writes it; unknown or missing keys are refused. */
record ModelFile(
    String id,
    List<String> names,
    long created,
    String ownedBy,
    boolean preferred,
    Sizes sizes,
    List<String> qualities,
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

  static ModelFile read(InputStream in) {
    return MAPPER.readValue(in, ModelFile.class);
  }

  Model toModel() {
    return new Model(
        id,
        names,
        Instant.ofEpochSecond(created),
        ownedBy,
        preferred,
        sizes.toRules(),
        qualities.stream().map(ModelFile::quality).collect(Collectors.toSet()),
        quality(autoQuality),
        formats(formats),
        formats(compressible),
        formats(transparent),
        limits,
        inputFidelity,
        tokens.toRules(),
        standardPrices(),
        tiers.stream().map(ImageTier::toTier).toList());
  }

  private Prices standardPrices() {
    TokenPrices standard = usdPerMillionTokens.get("standard");
    if (standard == null) {
      throw new IllegalArgumentException("usdPerMillionTokens has no row \"standard\"");
    }
    return standard.toPrices();
  }

  private static Set<OutputFormat> formats(List<String> words) {
    return words.stream()
        .map(word -> word(OutputFormat.values(), OutputFormat::word, word))
        .collect(Collectors.toSet());
  }

  private static Quality quality(String word) {
    return word(Quality.values(), Quality::word, word);
  }

  private static <T> T word(T[] values, java.util.function.Function<T, String> name, String word) {
    return Arrays.stream(values)
        .filter(value -> name.apply(value).equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown word \"" + word + "\""));
  }

  private static ImageSize size(String text) {
    return ImageSize.parse(text)
        .orElseThrow(() -> new IllegalArgumentException("not a size: " + text));
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
      return new SizeRules(
          step,
          longEdgeMax,
          ratioMax,
          pixelsMin,
          pixelsMax,
          size(auto),
          autoEditPixels,
          popular.stream().map(ModelFile::size).toList());
    }
  }

  record Tokens(
      Map<String, Integer> grid,
      long areaBase,
      long areaDivisor,
      int partial,
      TokenRules.TextRule text,
      TokenRules.InputRule input) {
    TokenRules toRules() {
      var byQuality = new EnumMap<Quality, Integer>(Quality.class);
      grid.forEach((word, cells) -> byQuality.put(quality(word), cells));
      return new TokenRules(byQuality, areaBase, areaDivisor, partial, text, input);
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
          nanos(textIn),
          nanos(textInCached),
          nanos(imageIn),
          nanos(imageInCached),
          nanos(imageOut));
    }

    private static long nanos(BigDecimal usdPerMillion) {
      return usdPerMillion.movePointRight(3).longValueExact();
    }
  }
}
