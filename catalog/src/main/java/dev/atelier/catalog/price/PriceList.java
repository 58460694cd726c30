package dev.atelier.catalog.price;

import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.Model;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * What images are sold for from a moment on, until a later list begins. It covers what its rules
 * name and nothing else: what no rule covers cannot be ordered.
 *
 * @param id unique among all lists, such as {@code 2026-12}
 * @param rules the first that fits an order counts
 */
public record PriceList(String id, Instant from, List<PriceRule> rules) {
  /** The id of the prices that models come with. */
  public static final String PUBLISHED = "published";

  private static final String SOLD_BY_TIER = "apimart";

  public PriceList {
    rules = List.copyOf(rules);
    if (id.isBlank()) {
      throw new IllegalArgumentException("a price list has an id");
    }
  }

  /**
   * The published prices of every model: by the token, and by the tier where APIMart's API sells
   * them so. It holds as long as there is no other.
   */
  public static PriceList published(Catalog catalog) {
    var rules = new ArrayList<PriceRule>();
    for (Model model : catalog.models()) {
      if (!model.tiers().isEmpty()) {
        rules.add(
            new PriceRule(
                model.id(), Optional.of(SOLD_BY_TIER), new Pricing.PerImage(cells(model))));
      }
      rules.add(new PriceRule(model.id(), Optional.empty(), new Pricing.PerToken(model.prices())));
    }
    return new PriceList(PUBLISHED, Instant.EPOCH, rules);
  }

  private static List<PriceCell> cells(Model model) {
    return model.tiers().stream().map(tier -> new PriceCell(tier, Optional.empty())).toList();
  }

  /**
   * The place of the rule for a model as it is sold through an API; empty where there is none.
   *
   * @param api such as {@code openai}
   */
  public OptionalInt find(String model, String api) {
    return IntStream.range(0, rules.size())
        .filter(place -> rules.get(place).fits(model, api))
        .findFirst();
  }
}
