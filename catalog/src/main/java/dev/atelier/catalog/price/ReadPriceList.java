package dev.atelier.catalog.price;

import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.Prices;
import dev.atelier.catalog.Tier;
import dev.atelier.image.Quality;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a price list. Amounts are texts, US dollars with up to 6 decimals.
 *
 * <pre>{@code
 * {"id": "2026-12", "from": "2026-12-01T00:00:00Z", "prices": [
 *   {"model": "gpt-image-2", "api": "apimart", "usdPerImage": [
 *     {"name": "1k", "pixelsMax": 2200000, "usd": "0.0085"}]},
 *   {"model": "gpt-image-2", "usdPerImage": [
 *     {"longEdgeMax": 1024, "quality": "high", "usd": "0.211"}]},
 *   {"model": "*", "usdPerMillionTokens": {"textIn": "5", "imageIn": "8", "imageOut": "30"}}]}
 * }</pre>
 */
public final class ReadPriceList {
  private static final Pattern USD = Pattern.compile("[0-9]{1,6}(\\.[0-9]{1,6})?");
  private static final Pattern USD_PER_MILLION = Pattern.compile("[0-9]{1,6}(\\.[0-9]{1,3})?");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final int MICRO_DIGITS = 6;

  /** Micro-dollars per million tokens are nano-dollars per thousand: three digits a token. */
  private static final int NANO_DIGITS = 3;

  private static final int RULES_MAX = 1_000;

  private static final Instant FROM_MIN = Instant.parse("2000-01-01T00:00:00Z");
  private static final Instant FROM_MAX = Instant.parse("9999-12-31T23:59:59.999Z");

  private final Optional<Catalog> catalog;
  private final Set<String> apis;

  private ReadPriceList(Optional<Catalog> catalog, Set<String> apis) {
    this.catalog = catalog;
    this.apis = Set.copyOf(apis);
  }

  /**
   * One of new lists.
   *
   * @param catalog the models that they may name, in their qualities
   * @param apis the names of those that sell
   */
  public static ReadPriceList of(Catalog catalog, Set<String> apis) {
    return new ReadPriceList(Optional.of(catalog), apis);
  }

  /** One of lists that were read before: their models may have gone since. */
  public static ReadPriceList again(Set<String> apis) {
    return new ReadPriceList(Optional.empty(), apis);
  }

  /**
   * @param text JSON
   * @throws IllegalArgumentException saying where it is wrong and what is expected there
   */
  public PriceList read(String text) {
    try {
      return read(JsonMapper.shared().readTree(text));
    } catch (JacksonException e) {
      throw new IllegalArgumentException("a price list is JSON: " + e.getOriginalMessage(), e);
    }
  }

  private PriceList read(JsonNode json) {
    only(json, "", Set.of("id", "from", "prices"));
    String id = text(json, "id").orElseThrow(() -> wrong("id", "is missing"));
    require(ID.matcher(id).matches(), "id", "has up to 64 of A-Z, a-z, 0-9, '.', '_' and '-'");
    require(!id.equals(PriceList.PUBLISHED), "id", "is that of the published prices");
    JsonNode prices = json.path("prices");
    require(prices.isArray() && !prices.isEmpty(), "prices", "is a list of one price or more");
    require(prices.size() <= RULES_MAX, "prices", "has up to " + RULES_MAX + " prices");
    var rules = new ArrayList<PriceRule>();
    for (int i = 0; i < prices.size(); i++) {
      JsonNode rule = prices.get(i);
      rules.add(under("prices." + i, () -> rule(rule)));
    }
    return new PriceList(id, from(json), rules);
  }

  private static Instant from(JsonNode json) {
    Instant from;
    try {
      from = Instant.parse(text(json, "from").orElseThrow(() -> wrong("from", "is missing")));
    } catch (DateTimeParseException e) {
      throw wrong("from", "is a time such as 2026-12-01T00:00:00Z");
    }
    require(
        !from.isBefore(FROM_MIN) && !from.isAfter(FROM_MAX),
        "from",
        "is in the years 2000 to 9999");
    return from;
  }

  private PriceRule rule(JsonNode json) {
    only(json, "", Set.of("model", "api", "usdPerImage", "usdPerMillionTokens"));
    String model = text(json, "model").orElseThrow(() -> wrong("model", "is missing"));
    require(
        model.equals(PriceRule.ANY) || catalog.isEmpty() || catalog.get().find(model).isPresent(),
        "model",
        "is \"%s\", which is no model here".formatted(model));
    Optional<String> api = text(json, "api");
    api.ifPresent(
        name -> require(apis.contains(name), "api", "is one of " + String.join(", ", sorted())));
    boolean perImage = json.has("usdPerImage");
    require(
        perImage != json.has("usdPerMillionTokens"),
        "usdPerImage",
        "or usdPerMillionTokens is given, and not both");
    return new PriceRule(
        model,
        api,
        perImage
            ? new Pricing.PerImage(cells(json.path("usdPerImage"), model))
            : new Pricing.PerToken(
                under("usdPerMillionTokens", () -> tokens(json.path("usdPerMillionTokens")))));
  }

  private List<String> sorted() {
    return apis.stream().sorted().toList();
  }

  private List<PriceCell> cells(JsonNode json, String model) {
    require(json.isArray() && !json.isEmpty(), "usdPerImage", "is a list of one cell or more");
    var cells = new ArrayList<PriceCell>();
    for (int i = 0; i < json.size(); i++) {
      JsonNode cell = json.get(i);
      cells.add(under("usdPerImage." + i, () -> cell(cell, model)));
    }
    return cells;
  }

  private PriceCell cell(JsonNode json, String model) {
    only(json, "", Set.of("name", "longEdgeMax", "pixelsMax", "quality", "usd"));
    Tier tier =
        new Tier(
            text(json, "name").orElse(""),
            (int) number(json, "longEdgeMax", Integer.MAX_VALUE),
            number(json, "pixelsMax", Long.MAX_VALUE),
            amount(json, "usd", USD, MICRO_DIGITS).orElseThrow(() -> wrong("usd", "is missing")));
    return new PriceCell(tier, text(json, "quality").map(word -> quality(word, model)));
  }

  /** One that an image of the rule can be made in; {@code auto} is none. */
  private Quality quality(String word, String model) {
    List<String> known =
        catalog.stream()
            .flatMap(all -> all.models().stream())
            .filter(one -> model.equals(PriceRule.ANY) || one.id().equals(model))
            .flatMap(one -> one.qualities().stream())
            .map(Quality::word)
            .distinct()
            .toList();
    require(
        catalog.isEmpty() || known.contains(word),
        "quality",
        "is \"%s\"; there are %s".formatted(word, String.join(", ", known)));
    return new Quality(word);
  }

  /** What is left out costs nothing. */
  private static Prices tokens(JsonNode json) {
    only(json, "", Set.of("textIn", "textInCached", "imageIn", "imageInCached", "imageOut"));
    return new Prices(
        nanos(json, "textIn"),
        nanos(json, "textInCached"),
        nanos(json, "imageIn"),
        nanos(json, "imageInCached"),
        nanos(json, "imageOut"));
  }

  private static long nanos(JsonNode json, String name) {
    return amount(json, name, USD_PER_MILLION, NANO_DIGITS).orElse(0L);
  }

  private static Optional<Long> amount(JsonNode json, String name, Pattern pattern, int digits) {
    return text(json, name)
        .map(text -> {
          require(pattern.matcher(text).matches(), name, "is US dollars such as \"0.0085\"");
          return new BigDecimal(text).movePointRight(digits).longValueExact();
        });
  }

  private static long number(JsonNode json, String name, long max) {
    JsonNode value = json.path(name);
    if (value.isMissingNode()) {
      return max;
    }
    require(
        value.isIntegralNumber()
            && value.canConvertToLong()
            && value.longValue() > 0
            && value.longValue() <= max,
        name,
        "is a whole number above 0");
    return value.longValue();
  }

  private static Optional<String> text(JsonNode json, String name) {
    JsonNode value = json.path(name);
    require(value.isMissingNode() || value.isString(), name, "is a text");
    return value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
  }

  private static void only(JsonNode json, String name, Set<String> known) {
    require(json.isObject(), name.isEmpty() ? "it" : name, "is an object");
    for (String key : json.propertyNames()) {
      require(
          known.contains(key),
          key,
          "is not a key here; there are " + String.join(", ", known.stream().sorted().toList()));
    }
  }

  private static void require(boolean right, String key, String problem) {
    if (!right) {
      throw wrong(key, problem);
    }
  }

  private static IllegalArgumentException wrong(String key, String problem) {
    return new WrongPriceException(key, problem);
  }

  private static <T> T under(String outer, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (WrongPriceException e) {
      throw new WrongPriceException(outer + "." + e.key, e.problem);
    }
  }

  /** Where a list is wrong, and why. */
  private static final class WrongPriceException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String key;
    private final String problem;

    WrongPriceException(String key, String problem) {
      super("\"" + key + "\" " + problem);
      this.key = key;
      this.problem = problem;
    }
  }
}
