package dev.atelier.provider.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.catalog.Catalog;
import dev.atelier.image.AccountId;
import dev.atelier.image.ImageSize;
import dev.atelier.image.Usage;
import dev.atelier.provider.Account;
import dev.atelier.provider.Credential;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class UpstreamPricesTest {
  private static final String MODEL = "gpt-image-2";
  private static final ImageSize SQUARE = new ImageSize(1024, 1024);
  private static final Usage HIGH = new Usage(20, 0, 7024);

  private final UpstreamPrices prices = UpstreamPrices.of(Catalog.builtIn());

  @Test
  void where_tokens_are_paid_for_the_usage_is_priced() {
    Account account = account("openai", Map.of());
    assertThat(prices.micros(account, MODEL, SQUARE, 1, HIGH)).isEqualTo(210_820);
    assertThat(prices.micros(account("runware", Map.of()), MODEL, SQUARE, 1, HIGH))
        .isEqualTo(210_820);
  }

  @Test
  void a_vendor_that_sells_by_the_image_has_a_price_for_each_size() {
    Account account = account("apimart", Map.of());
    assertThat(prices.micros(account, MODEL, SQUARE, 2, HIGH)).isEqualTo(17_000);
    assertThat(prices.micros(account, MODEL, new ImageSize(3840, 2160), 1, HIGH)).isEqualTo(21_000);
  }

  @Test
  void another_name_of_the_model_there_has_another_price() {
    Account official = account("apimart", Map.of(), Map.of(MODEL, "gpt-image-2-official"));
    assertThat(prices.micros(official, MODEL, SQUARE, 1, HIGH)).isEqualTo(210_820);
  }

  @Test
  void a_server_of_ones_own_asks_for_nothing() {
    Account account = account("openai", Map.of("preset", "localai"));
    assertThat(prices.micros(account, MODEL, SQUARE, 1, HIGH)).isZero();
    assertThat(prices.micros(account("openai", Map.of("preset", "azure")), MODEL, SQUARE, 1, HIGH))
        .isEqualTo(210_820);
  }

  @Test
  void an_account_may_pay_a_share_of_the_list_price() {
    Account account = account("openai", Map.of("discount", "0.8"));
    assertThat(prices.micros(account, MODEL, SQUARE, 1, HIGH)).isEqualTo(168_656);
  }

  @Test
  void an_accounts_own_price_is_the_price_whatever_its_discount() {
    Account account = account("openai", Map.of("price.gpt-image-2", "0.012", "discount", "0.5"));
    assertThat(prices.micros(account, MODEL, SQUARE, 3, HIGH)).isEqualTo(36_000);
    assertThat(prices.micros(account, "gpt-image-2.5-flare", SQUARE, 1, HIGH)).isEqualTo(105_410);
  }

  @Test
  void what_an_image_is_expected_to_cost_needs_no_order() {
    Account account = account("openai", Map.of());
    assertThat(prices.usdPerImage(account, MODEL, "1024x1024", "high"))
        .contains(new BigDecimal("0.210720"));
    assertThat(prices.usdPerImage(account, MODEL, "", "")).contains(new BigDecimal("0.052680"));
    assertThat(prices.usdPerImage(account, "no-model", "", "")).isEmpty();
  }

  @Test
  void prices_that_are_none_are_named() {
    assertThat(problem("discount", "80%")).contains("discount must be");
    assertThat(problem("discount", "-1")).contains("discount must be");
    assertThat(problem("price.gpt-image-2", "cheap")).contains("price.gpt-image-2 must be");
    assertThat(problem("price.dall-e", "0.01")).contains("names no model");
    assertThat(problem("price.gpt-image-2", "0.000001")).isEmpty();
    assertThat(problem("discount", "0")).isEmpty();
  }

  private static String problem(String option, String value) {
    return UpstreamPrices.problem(Map.of(option, value), Catalog.builtIn()).orElse("");
  }

  private static Account account(String provider, Map<String, String> options) {
    return account(provider, options, Map.of());
  }

  private static Account account(
      String provider, Map<String, String> options, Map<String, String> models) {
    return new Account(
        new AccountId("one"),
        provider,
        Optional.empty(),
        Credential.NONE,
        models,
        1,
        OptionalInt.empty(),
        Optional.empty(),
        1,
        options,
        false);
  }
}
