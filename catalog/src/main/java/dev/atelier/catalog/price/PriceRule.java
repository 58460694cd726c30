package dev.atelier.catalog.price;

import java.util.Optional;

/**
 * The price of a model.
 *
 * @param model the catalogue's id, or {@code *} for every one
 * @param api through which it is sold so, such as {@code apimart}; any if empty
 */
public record PriceRule(String model, Optional<String> api, Pricing pricing) {
  public static final String ANY = "*";

  boolean fits(String model, String api) {
    return (this.model.equals(ANY) || this.model.equals(model))
        && this.api.map(api::equals).orElse(true);
  }
}
