package dev.atelier.provider.account;

import dev.atelier.catalog.Tier;
import dev.atelier.image.ImageSize;
import dev.atelier.provider.Account;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What vendors ask for an image where they do not ask the model's price for tokens: by {@code
 * provider} or {@code provider/preset}, then by the upstream's name of the model or {@code *}, the
 * smallest size first.
 */
final class ListPrices {
  private static final String FILE = "list-prices.json";
  private static final String ANY = "*";

  private final Map<String, Map<String, List<Tier>>> vendors;

  private ListPrices(Map<String, Map<String, List<Tier>>> vendors) {
    this.vendors = vendors;
  }

  static ListPrices builtIn() {
    try (InputStream in = ListPrices.class.getResourceAsStream(FILE)) {
      return of(JsonMapper.shared().readTree(Objects.requireNonNull(in, FILE)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ListPrices of(JsonNode json) {
    var vendors = new HashMap<String, Map<String, List<Tier>>>();
    json.properties()
        .forEach(vendor -> {
          var models = new HashMap<String, List<Tier>>();
          vendor
              .getValue()
              .properties()
              .forEach(model -> models.put(model.getKey(), tiers(model.getValue())));
          vendors.put(vendor.getKey(), models);
        });
    return new ListPrices(vendors);
  }

  /** What an image of this size costs; empty where the model's tokens are paid for. */
  Optional<Tier> tier(Account account, String model, ImageSize size) {
    return account
        .option("preset")
        .flatMap(preset -> tiers(account.provider() + "/" + preset, model))
        .or(() -> tiers(account.provider(), model))
        .flatMap(tiers -> tiers.stream().filter(tier -> tier.holds(size)).findFirst());
  }

  private Optional<List<Tier>> tiers(String vendor, String model) {
    Map<String, List<Tier>> models = vendors.getOrDefault(vendor, Map.of());
    return Optional.ofNullable(models.get(model)).or(() -> Optional.ofNullable(models.get(ANY)));
  }

  private static List<Tier> tiers(JsonNode json) {
    var tiers = new ArrayList<Tier>();
    for (JsonNode tier : json) {
      tiers.add(
          new Tier(
              tier.path("name").asString(ANY),
              tier.path("longEdgeMax").asInt(Integer.MAX_VALUE),
              tier.path("pixelsMax").asLong(Long.MAX_VALUE),
              new BigDecimal(tier.path("usdPerImage").asString())
                  .movePointRight(6)
                  .longValueExact()));
    }
    return tiers;
  }
}
