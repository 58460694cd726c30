package dev.atelier.provider.account;

import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.Model;
import dev.atelier.catalog.Tier;
import dev.atelier.image.ImageSize;
import dev.atelier.image.Quality;
import dev.atelier.image.Usage;
import dev.atelier.provider.Account;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What upstreams ask for images, which is not what images are sold for: an account's own options
 * {@code price.MODEL}, or else its vendor's list price times its {@code discount}.
 */
public final class UpstreamPrices implements ExpectedCost {
  private static final int MICRO_DIGITS = 6;
  private static final Pattern USD = Pattern.compile("\\d{1,5}(\\.\\d{1,6})?");
  private static final Pattern SHARE = Pattern.compile("\\d(\\.\\d{1,6})?");

  private final Catalog catalog;
  private final ListPrices list;

  private UpstreamPrices(Catalog catalog, ListPrices list) {
    this.catalog = catalog;
    this.list = list;
  }

  /** Over the list prices that come with the server. */
  public static UpstreamPrices of(Catalog catalog) {
    return new UpstreamPrices(catalog, ListPrices.builtIn());
  }

  /** What is wrong with the prices among an account's options. */
  public static Optional<String> problem(Map<String, String> options, Catalog catalog) {
    for (var option : new TreeMap<>(options).entrySet()) {
      String name = option.getKey();
      String value = option.getValue();
      if (name.equals(Account.DISCOUNT) && !SHARE.matcher(value).matches()) {
        return Optional.of("discount must be a share of the list price such as 0.8");
      }
      if (name.startsWith(Account.PRICE)) {
        if (catalog.find(name.substring(Account.PRICE.length())).isEmpty()) {
          return Optional.of(name + " names no model");
        }
        if (!USD.matcher(value).matches()) {
          return Optional.of(name + " must be US dollars for an image such as 0.012");
        }
      }
    }
    return Optional.empty();
  }

  /** Of the image itself, without its prompt; what is not known of the order is the model's own. */
  @Override
  public Optional<BigDecimal> usdPerImage(
      Account account, String modelId, String size, String quality) {
    return catalog
        .find(modelId)
        .map(model -> {
          ImageSize pixels = ImageSize.parse(size).orElse(model.sizes().auto());
          long tokens = model.tokens().output(pixels, quality(model, quality));
          return micros(account, modelId, pixels, 1, new Usage(0, 0, tokens));
        })
        .map(micros -> BigDecimal.valueOf(micros, MICRO_DIGITS));
  }

  private static Quality quality(Model model, String word) {
    return model.qualities().stream()
        .filter(quality -> quality.word().equals(word))
        .findFirst()
        .orElse(model.autoQuality());
  }

  /**
   * What so many images of one size cost together, in micro-dollars.
   *
   * @param model the catalogue's id
   * @param usage what all of them count, where tokens are paid for
   */
  public long micros(Account account, String model, ImageSize size, int images, Usage usage) {
    Optional<BigDecimal> own = account.option(Account.PRICE + model).map(BigDecimal::new);
    if (own.isPresent()) {
      return own.get().movePointRight(MICRO_DIGITS).longValueExact() * images;
    }
    BigDecimal share = account.option(Account.DISCOUNT).map(BigDecimal::new).orElse(BigDecimal.ONE);
    return share
        .multiply(BigDecimal.valueOf(listed(account, model, size, images, usage)))
        .setScale(0, RoundingMode.HALF_UP)
        .longValueExact();
  }

  private long listed(Account account, String id, ImageSize size, int images, Usage usage) {
    Model model = catalog.find(id).orElseThrow();
    return list.tier(account, account.upstreamName(id), size)
        .map(Tier::micros)
        .map(each -> each * images)
        .orElseGet(() -> model.prices().micros(usage));
  }
}
