package dev.atelier.catalog.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.atelier.catalog.Catalog;
import dev.atelier.image.ImageSize;
import dev.atelier.image.Quality;
import dev.atelier.image.Usage;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadPriceListTest {
  private static final Catalog CATALOG = Catalog.builtIn();
  private static final ReadPriceList READ = ReadPriceList.of(CATALOG, Set.of("apimart", "runware"));

  private static final String LIST =
      """
      {"id": "2026-12", "from": "2026-12-01T00:00:00Z", "prices": [
        {"model": "gpt-image-2", "api": "apimart", "usdPerImage": [
          {"name": "1k", "longEdgeMax": 3072, "pixelsMax": 2200000, "usd": "0.0085"},
          {"name": "2k", "pixelsMax": 5300000, "usd": "0.014"}]},
        {"model": "gpt-image-2", "api": "runware", "usdPerImage": [
          {"longEdgeMax": 1024, "quality": "low", "usd": "0.006"},
          {"longEdgeMax": 1024, "quality": "high", "usd": "0.211"}]},
        {"model": "*", "usdPerMillionTokens": {"textIn": "5", "imageIn": "8", "imageOut": "30.5"}}]}
      """;

  @Test
  void a_list_says_what_it_says() {
    PriceList list = READ.read(LIST);
    assertThat(list.id()).isEqualTo("2026-12");
    assertThat(list.from()).isEqualTo(Instant.parse("2026-12-01T00:00:00Z"));
    assertThat(list.find("gpt-image-2", "apimart")).hasValue(0);
    assertThat(list.find("gpt-image-2", "openai")).hasValue(2);
    assertThat(list.find("gpt-image-2.5-flare", "apimart")).hasValue(2);
    assertThat(list.rules().get(2).pricing())
        .isInstanceOfSatisfying(
            Pricing.PerToken.class,
            tokens -> assertThat(tokens.prices().micros(new Usage(1, 1, 2))).isEqualTo(5 + 8 + 61));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1024, 1024, high, 8500",
    "0, 1480, 1480, low, 8500",
    "0, 2048, 2048, auto, 14000",
    "0, 2560, 2560, low, ",
    "1, 1024, 1024, low, 6000",
    "1, 1024, 1024, high, 211000",
    "1, 1024, 1024, medium, ",
    "1, 1536, 1024, low, "
  })
  void an_image_costs_what_the_first_cell_that_holds_it_says(
      int rule, int width, int height, String quality, Long micros) {
    var cells = (Pricing.PerImage) READ.read(LIST).rules().get(rule).pricing();
    var price = cells.micros(new ImageSize(width, height), new Quality(quality));
    if (micros == null) {
      assertThat(price).isEmpty();
    } else {
      assertThat(price).hasValue(micros);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | is an object",
        "{'id':'a'} | \"prices\" is a list",
        "{'id':'published','from':'2026-12-01T00:00:00Z','prices':[{}]} | published",
        "{'id':'a','from':'soon','prices':[{'model':'*','usdPerImage':[{'usd':'1'}]}]} | \"from\"",
        "{'id':'a','from':'+10000-01-01T00:00:00Z','prices':[{'model':'*','usdPerImage':[{'usd':'1'}]}]} | years 2000 to 9999",
        "{'id':'a','from':'+999999999-01-01T00:00:00Z','prices':[{'model':'*','usdPerImage':[{'usd':'1'}]}]} | years 2000 to 9999",
        "{'id':'a','from':'1999-12-31T23:59:59Z','prices':[{'model':'*','usdPerImage':[{'usd':'1'}]}]} | years 2000 to 9999",
        "{'id':'a','from':'2026-12-01T00:00:00Z','prices':[{'model':'*','usdPerImage':[{'usd':'1','quality':'hd'}]}]} | prices.0.usdPerImage.0.quality\" is \"hd\"; there are low, medium, high",
        "{'id':'a','from':'2026-12-01T00:00:00Z','prices':[{'model':'gpt-image-2','usdPerImage':[{'usd':'1','quality':'auto'}]}]} | there are low, medium, high",
        "{'id':'a','from':'2026-12-01T00:00:00Z','prices':[{'model':'*','usdPerImage':[{'usd':'1','quality':'@'}]}]} | there are low, medium, high",
        "{'id':'a','from':'2026-12-01T00:00:00Z','price':[]} | \"price\" is not a key here",
        "{'id':'a','from':'2026-12-01T00:00:00Z','prices':[{'model':'dall-e'}]} | no model here",
        "{'id':'a','from':'2026-12-01T00:00:00Z','prices':[{'model':'*'}]} | and not both",
        "{'id':'a','from':'2026-12-01T00:00:00Z','prices':[{'model':'*','api':'x'}]} | prices.0.api",
        "{'id':'a','from':'2026-12-01T00:00:00Z','prices':[{'model':'*','usdPerImage':[{'usd':1}]}]} | prices.0.usdPerImage.0.usd",
        "{'id':'a','from':'2026-12-01T00:00:00Z','prices':[{'model':'*','usdPerImage':[{'usd':'1e3'}]}]} | US dollars",
        "{'id':'a','from':'2026-12-01T00:00:00Z','prices':[{'model':'*','usdPerImage':[{'usd':'-1'}]}]} | US dollars",
        "{'id':'a','from':'2026-12-01T00:00:00Z','prices':[{'model':'*','usdPerMillionTokens':{'out':'1'}}]} | usdPerMillionTokens.out",
        "{ | is JSON"
      })
  void what_is_wrong_is_named_by_its_place(String json, String said) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> READ.read(json.replace('\'', '"')))
        .withMessageContaining(said);
  }

  @Test
  void a_list_that_was_read_before_is_read_again_whatever_models_there_are() {
    String list = LIST.replace("gpt-image-2", "gone").replace("low", "draft");
    assertThat(ReadPriceList.again(Set.of("apimart", "runware")).read(list).find("gone", "runware"))
        .hasValue(1);
  }

  /** OpenAI's published prices of one image without its prompt, to a tenth of a cent. */
  @ParameterizedTest
  @CsvSource({
    "1024x1024, 0.006, 0.053, 0.211",
    "1536x1024, 0.005, 0.041, 0.165",
    "1024x1536, 0.005, 0.041, 0.165",
    "2048x2048, 0.012, 0.107, 0.428",
    "2048x1152, 0.005, 0.042, 0.170",
    "2560x1440, 0.006, 0.055, 0.221",
    "3840x2160, 0.011, 0.100, 0.400",
    "2160x3840, 0.011, 0.100, 0.400",
    "3072x1024, 0.003, 0.030, 0.119",
    "3840x1280, 0.004, 0.040, 0.159",
    "1024x640, 0.003, 0.029, 0.115",
    "2880x2880, 0.020, 0.178, 0.712"
  })
  void the_published_list_prices_every_published_cell(
      String size, String low, String medium, String high) {
    PriceList published = PriceList.published(CATALOG);
    int rule = published.find("gpt-image-2", "openai").orElseThrow();
    var tokens = (Pricing.PerToken) published.rules().get(rule).pricing();
    var rules = CATALOG.find("gpt-image-2").orElseThrow().tokens();
    var pixels = ImageSize.parse(size).orElseThrow();
    for (var cell : java.util.Map.of("low", low, "medium", medium, "high", high).entrySet()) {
      long output = rules.output(pixels, new Quality(cell.getKey()));
      long micros = tokens.prices().micros(new Usage(0, 0, output));
      assertThat(Math.round(micros / 1_000.0))
          .as(size + " " + cell.getKey())
          .isEqualTo(Math.round(Double.parseDouble(cell.getValue()) * 1_000));
    }
  }

  @Test
  void the_published_list_sells_by_tier_through_apimart() {
    PriceList published = PriceList.published(CATALOG);
    int rule = published.find("gpt-image-2", "apimart").orElseThrow();
    assertThat(published.rules().get(rule).pricing()).isInstanceOf(Pricing.PerImage.class);
    assertThat(published.find("nothing", "apimart")).isEmpty();
    int official = published.find("gpt-image-2", "apimart-official").orElseThrow();
    assertThat(published.rules().get(official).pricing()).isInstanceOf(Pricing.PerToken.class);
  }
}
